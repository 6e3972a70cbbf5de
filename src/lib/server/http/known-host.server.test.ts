import { expect, test } from 'vitest';
import { isKnownHost, isOwnPage } from './known-host.server.ts';

const PUBLIC = 'https://beredd.strangnas.se';
const ALONE = 'http://localhost:3000';

test.each(['localhost:3000', '127.0.0.1:3000', '127.0.0.1', '[::1]:3000', 'LOCALHOST:3000'])(
	'%s is this server, also where it has a public name',
	(host) => {
		expect([isKnownHost(host, ALONE), isKnownHost(host, PUBLIC)]).toEqual([true, true]);
	}
);

test.each(['beredd.strangnas.se', 'beredd.strangnas.se:443', 'BEREDD.strangnas.se'])(
	'%s is this server where that is its public name, and nowhere else',
	(host) => {
		expect([isKnownHost(host, PUBLIC), isKnownHost(host, ALONE)]).toEqual([true, false]);
	}
);

test.each([
	undefined,
	'',
	'evil.example',
	'evil.example:3000',
	'localhost.evil.example',
	'127.0.0.1.evil.example',
	'user@evil.example',
	'user@beredd.strangnas.se',
	'beredd.strangnas.se:8443',
	'beredd.strangnas.se.evil.example',
	'not-beredd.strangnas.se'
])('%s is not, though its name may lead here', (host) => {
	expect([isKnownHost(host, ALONE), isKnownHost(host, PUBLIC)]).toEqual([false, false]);
});

test('a line is opened for pages under the public name, whatever a proxy has made of the host, and for this machine’s own', () => {
	expect(isOwnPage(PUBLIC, 'beredd.strangnas.se', PUBLIC)).toBe(true);
	expect(isOwnPage(PUBLIC, '127.0.0.1:3000', PUBLIC)).toBe(true);
	expect(isOwnPage(undefined, '127.0.0.1:3000', PUBLIC)).toBe(true);
	expect(isOwnPage('http://127.0.0.1:3000', '127.0.0.1:3000', PUBLIC)).toBe(true);
});

test.each([
	['http://beredd.strangnas.se', 'beredd.strangnas.se'],
	['https://beredd.strangnas.se:8443', 'beredd.strangnas.se'],
	['https://evil.example', 'evil.example'],
	['http://localhost:5000', 'localhost:3000'],
	['null', '127.0.0.1:3000'],
	['', '127.0.0.1:3000']
])('a page of %s that asks %s gets no line', (page, host) => {
	expect(isOwnPage(page, host, PUBLIC)).toBe(false);
});
