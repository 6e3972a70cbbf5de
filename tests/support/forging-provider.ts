// An identity provider that lies: each thing it says can be made wrong, or never come.
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { freePort } from './server-process.ts';

type Said = Readonly<Record<string, unknown>>;

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 });
const OTHER_KEY = generateKeyPairSync('rsa', { modulusLength: 2048 });

export class ForgingProvider {
	/** Laid over what it would say of itself. */
	discovery: Said = {};
	/** Laid over the claims of an honest token. */
	claims: Said = {};
	/** What its user page says. */
	userPage: Said = {};
	signing: 'own key' | 'another key' | 'none' = 'own key';
	/** Paths that are heard and never answered. */
	silent = new Set<string>();
	/** Status by path, with no sense in the body. */
	broken = new Map<string, number>();
	/** The requests it has heard, by path. */
	readonly heard: { readonly path: string; readonly body: string; readonly authorization: string | undefined }[] = [];
	#server: Server | undefined;
	#port = 0;

	get issuer(): string {
		return `http://127.0.0.1:${this.#port}`;
	}

	async start(): Promise<void> {
		this.#port = await freePort();
		const server = createServer((request, response) => {
			void text(request).then((body) => {
				const path = request.url ?? '';
				this.heard.push({ path, body, authorization: request.headers.authorization });
				this.#answer(path, response);
			});
		});
		await new Promise<void>((listening) => server.listen(this.#port, '127.0.0.1', listening));
		this.#server = server;
	}

	async stop(): Promise<void> {
		const server = this.#server;
		if (!server) return;
		const ended = new Promise((done) => server.close(done));
		server.closeAllConnections();
		await ended;
	}

	#answer(path: string, response: ServerResponse): void {
		if (this.silent.has(path)) return;
		const said = this.broken.has(path) ? { odd: true } : this.#says(path);
		response.writeHead(this.broken.get(path) ?? 200, { 'content-type': 'application/json' });
		response.end(JSON.stringify(said));
	}

	#says(path: string): Said {
		const { issuer } = this;
		if (path === '/token') return { access_token: 'open', token_type: 'Bearer', id_token: this.#token() };
		if (path === '/me') return this.userPage;
		if (path === '/keys') {
			return { keys: [{ ...KEY.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }] };
		}
		return {
			issuer,
			authorization_endpoint: `${issuer}/authorize`,
			token_endpoint: `${issuer}/token`,
			jwks_uri: `${issuer}/keys`,
			id_token_signing_alg_values_supported: ['RS256'],
			...this.discovery
		};
	}

	#token(): string {
		const now = Math.floor(Date.now() / 1000);
		const honest = { iss: this.issuer, aud: 'beredd', sub: 'subject-anna', iat: now, exp: now + 300 };
		const part = (value: Said): string => Buffer.from(JSON.stringify(value)).toString('base64url');
		const header = this.signing === 'none' ? { alg: 'none' } : { alg: 'RS256', kid: 'own' };
		const signed = `${part(header)}.${part({ ...honest, ...this.claims })}`;
		if (this.signing === 'none') return `${signed}.`;
		const key = this.signing === 'own key' ? KEY : OTHER_KEY;
		return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
	}
}
