// Headers that a page's own <meta> cannot carry, for every answer; SvelteKit adds the content policy to dynamic pages.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A year, as browsers want it before they trust the promise: only https from now on. */
const HSTS = 'max-age=31536000';

export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse, secure: boolean): void {
	if (secure) response.setHeader('Strict-Transport-Security', HSTS);
	response.setHeader('X-Content-Type-Options', 'nosniff');
	response.setHeader('Referrer-Policy', 'no-referrer');
	response.setHeader('Content-Security-Policy', policyOf(request.url ?? '/'));
	response.setHeader('X-Frame-Options', 'DENY');
	response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
	response.setHeader('Permissions-Policy', 'geolocation=(), camera=(), microphone=()');
	// A worker that the browser kept from yesterday would keep yesterday's app (stack.md section 3).
	if (request.url === '/service-worker.js') response.setHeader('Cache-Control', 'no-cache');
}

/**
 * A worker is judged by the policy of its own answer, not by its page's: WebAssembly may be compiled in the worker that makes a PIN
 * into a key (Argon2id), and nowhere else; and what knows a PIN can speak with nobody.
 */
function policyOf(url: string): string {
	const worker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ";
	return `${url.startsWith('/_app/immutable/workers/') ? worker : ''}frame-ancestors 'none'`;
}
