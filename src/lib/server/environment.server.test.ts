import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from './environment.server.ts';

test('a machine with nothing set serves itself on port 3000 and keeps its data in .data', () => {
	const database = join('.data', 'beredd.db');
	expect(readEnvironment({})).toEqual({ port: 3000, host: '127.0.0.1', data: '.data', database });
});

test.each(['0.0.0.0', '192.168.1.10', 'beredd.example'])('HOST=%s is refused until there is a sign-in', (HOST) => {
	expect(() => readEnvironment({ HOST })).toThrow(/no sign-in/);
});

test.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1'])('HOST=%s is this machine and is served', (HOST) => {
	expect(readEnvironment({ HOST }).host).toBe(HOST);
});

test.each(['0', '65536', 'http', '-1'])('PORT=%s gets a sentence that says what a port is', (PORT) => {
	expect(() => readEnvironment({ PORT })).toThrow(/between 1 and 65535/);
});

test('a folder without a name gets a sentence that says what to set, together with all else that is wrong', () => {
	expect(() => readEnvironment({ BEREDD_DATA: '', PORT: 'http' })).toThrow(
		/PORT must be .*\nBEREDD_DATA must name a folder/
	);
});
