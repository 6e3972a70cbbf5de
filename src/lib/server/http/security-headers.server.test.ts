import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { setSecurityHeaders } from './security-headers.server.ts';

function policyOf(url: string): string | undefined {
	const headers = new Map<string, string>();
	const response = { setHeader: (name: string, value: string) => headers.set(name, value) };
	setSecurityHeaders({ url } as IncomingMessage, response as unknown as ServerResponse);
	return headers.get('Content-Security-Policy');
}

test('only the worker that makes a PIN into a key may compile WebAssembly, and it may speak with nobody', () => {
	expect(policyOf('/_app/immutable/workers/stretch-worker-x.js')).toBe(
		"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'"
	);
	expect(policyOf('/plan')).toBe("frame-ancestors 'none'");
	expect(policyOf('/_app/immutable/bundle.js')).not.toContain('wasm');
});
