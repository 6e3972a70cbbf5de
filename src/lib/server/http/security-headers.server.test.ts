import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { setSecurityHeaders } from './security-headers.server.ts';

function policyOf(url: string): unknown {
	const request = Object.assign(new IncomingMessage(new Socket()), { url });
	const response = new ServerResponse(request);
	setSecurityHeaders(request, response, false);
	return response.getHeader('Content-Security-Policy');
}

test('only the worker that makes a PIN into a key may compile WebAssembly, and it may speak with nobody', () => {
	expect(policyOf('/_app/immutable/workers/stretch-worker-x.js')).toBe(
		"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'"
	);
	expect(policyOf('/plan')).toBe("frame-ancestors 'none'");
	expect(policyOf('/_app/immutable/bundle.js')).not.toContain('wasm');
});
