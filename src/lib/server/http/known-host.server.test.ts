import { expect, test } from 'vitest';
import { isKnownHost } from './known-host.server.ts';

test.each(['localhost:3000', '127.0.0.1:3000', '127.0.0.1', '[::1]:3000', 'LOCALHOST:3000'])(
	'%s is this server',
	(host) => {
		expect(isKnownHost(host)).toBe(true);
	}
);

test.each([
	undefined,
	'',
	'evil.example',
	'evil.example:3000',
	'localhost.evil.example',
	'127.0.0.1.evil.example',
	'user@evil.example'
])('%s is not, though its name may lead here', (host) => {
	expect(isKnownHost(host)).toBe(false);
});
