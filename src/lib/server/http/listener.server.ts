// The one door to the server: http or https as the environment says, and a certificate that can be renewed while people are connected.
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Environment } from '../environment.server.ts';
import { ADDRESS_HEADER, clientAddress } from './client-address.server.ts';
import { isKnownHost } from './known-host.server.ts';
import { setSecurityHeaders } from './security-headers.server.ts';

export interface Listener {
	readonly server: Server;
	/** Reads the certificate again; lines that are open stay open. Throws where the files do not fit, and the former one stays. */
	readonly renewCertificate: () => void;
}

/** Makes the server; nothing listens yet. `handler` is only asked for what comes under a name of this server. */
export function makeListener(
	{ tls, origin, secure, hops }: Pick<Environment, 'tls' | 'origin' | 'secure' | 'hops'>,
	handler: RequestListener
): Listener {
	const answer: RequestListener = (request, response) => {
		setSecurityHeaders(request, response, secure);
		if (!isKnownHost(request.headers.host, origin)) {
			response
				.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
				.end(`Beredd answers to ${origin} only.\n`);
			return;
		}
		request.headers[ADDRESS_HEADER] = clientAddress(request, hops);
		handler(request, response);
	};
	if (!tls) return { server: createServer(answer), renewCertificate: () => undefined };
	const read = (): { cert: Buffer; key: Buffer } => ({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) });
	const server = createSecureServer(read(), answer);
	return {
		server,
		renewCertificate: () => {
			server.setSecureContext(read());
		}
	};
}

/** A small door over plain http that shows the authority's certificate and nothing else: whoever needs it cannot trust https yet. */
export function makeTrustListener(handler: RequestListener): Server {
	return createServer((request, response) => {
		setSecurityHeaders(request, response, false);
		const [path = ''] = (request.url ?? '').split('?');
		if (path === '/') response.writeHead(302, { location: '/trust' }).end();
		else if (request.method === 'GET' && /^\/trust(?:\/authority\.crt)?$/.test(path)) {
			request.headers[ADDRESS_HEADER] = clientAddress(request, 0);
			handler(request, response);
		} else response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Only /trust is here.\n');
	});
}
