// A real OpenID Connect provider on this machine, as a municipality has one: a log-in form, accounts, signed tokens.
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Provider, type AdapterPayload, type Configuration } from 'oidc-provider';
import { ProviderMemory } from './provider-memory.ts';
import { freePort } from './server-process.ts';

export interface ProviderAccount {
	readonly email: string;
	readonly name: string;
	readonly emailVerified?: boolean;
}

const SIGN_IN = '/sign-in/';

export class IdentityProvider {
	readonly clientId = 'beredd';
	readonly clientSecret = 'a secret between two servers of a test';
	/** The password of every account. */
	readonly password = 'kajen ligger i lä';
	/** By login; may be changed while it runs. */
	readonly accounts = new Map<string, ProviderAccount>([
		['anna', { email: 'anna.ek@sjorum.example', name: 'Anna Ek' }],
		['bo', { email: 'bo.al@sjorum.example', name: 'Bo Al' }]
	]);
	#port: number | undefined;
	#server: Server | undefined;
	readonly #memory = new Map<string, Map<string, AdapterPayload>>();
	readonly #key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });

	get issuer(): string {
		if (this.#port === undefined) throw new Error('The identity provider has not been started');
		return `http://127.0.0.1:${this.#port}`;
	}

	/** Starts, or starts again at the same address with everything it knew. */
	async start(redirectUri: string): Promise<void> {
		this.#port ??= await freePort();
		const provider = new Provider(this.issuer, this.#configuration(redirectUri));
		const answer = provider.callback();
		const server = createServer((request, response) => {
			if (request.url?.startsWith(SIGN_IN)) void this.#signIn(provider, request, response);
			else void answer(request, response);
		});
		await new Promise<void>((listening) => server.listen(this.#port, '127.0.0.1', listening));
		this.#server = server;
	}

	/** Ends at once, whoever is in the middle of something. */
	async stop(): Promise<void> {
		const server = this.#server;
		this.#server = undefined;
		if (!server) return;
		const ended = new Promise((done) => server.close(done));
		server.closeAllConnections();
		await ended;
	}

	#configuration(redirectUri: string): Configuration {
		return {
			adapter: (kind: string) => new ProviderMemory(kind, this.#memory),
			clients: [{ client_id: this.clientId, client_secret: this.clientSecret, redirect_uris: [redirectUri] }],
			claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
			cookies: { keys: ['the cookies of a test'] },
			jwks: { keys: [{ ...this.#key, use: 'sig', alg: 'RS256', kid: 'test' }] },
			features: { devInteractions: { enabled: false } },
			ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 600, IdToken: 600 },
			interactions: { url: (_, { uid }) => `${SIGN_IN}${uid}` },
			// Nobody is asked whether Beredd may know their name: the municipality has decided that for its own people.
			loadExistingGrant: async ({ oidc }) => {
				const { client, session, provider } = oidc;
				if (!client || !session?.accountId) return undefined;
				const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
				grant.addOIDCScope('openid email profile');
				await grant.save();
				return grant;
			},
			findAccount: (_, accountId) => {
				const account = this.accounts.get(loginOf(accountId));
				if (!account) return undefined;
				const { email, name, emailVerified = true } = account;
				return { accountId, claims: () => ({ sub: accountId, email, email_verified: emailVerified, name }) };
			}
		};
	}

	async #signIn(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
		if (request.method !== 'POST') {
			page(response, '');
			return;
		}
		const form = new URLSearchParams(await text(request));
		const login = form.get('login') ?? '';
		if (form.has('cancel')) {
			await provider.interactionFinished(request, response, { error: 'access_denied' });
		} else if (this.accounts.has(login) && form.get('password') === this.password) {
			await provider.interactionFinished(request, response, { login: { accountId: subjectOf(login) } });
		} else {
			page(response, 'Wrong user name or password');
		}
	}
}

/** What the provider calls the account in its tokens. */
export function subjectOf(login: string): string {
	return `subject-${login}`;
}

function loginOf(subject: string): string {
	return subject.replace(/^subject-/, '');
}

function page(response: ServerResponse, problem: string): void {
	response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
	response.end(`<!doctype html>
<html lang="en">
<title>Sjörum sign-in</title>
<h1>Sjörum sign-in</h1>
<p role="alert">${problem}</p>
<form method="post">
<p><label>User name <input name="login" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
<button>Sign in</button>
<button name="cancel" value="yes">Cancel</button>
</form>
</html>`);
}
