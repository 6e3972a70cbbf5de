import { expect, test } from 'vitest';
import { ownJson } from './own-json.server.ts';

function asked(headers: Record<string, string>, body = '{"a":1}'): Promise<unknown> {
	const request = new Request('http://localhost:3000/begin', {
		method: 'POST',
		body,
		headers: { host: 'localhost:3000', ...headers }
	});
	return ownJson(request);
}

test.each([
	[{ 'content-type': 'application/json' }],
	[{ 'content-type': 'application/json; charset=utf-8', origin: 'http://localhost:3000' }]
])('a message with %j is taken', async (headers) => {
	expect(await asked(headers)).toEqual({ a: 1 });
});

test('what says that it is JSON and is not comes as nothing', async () => {
	expect(await asked({ 'content-type': 'application/json' }, '{')).toBeUndefined();
});

test.each<[Record<string, string>, number]>([
	[{ 'content-type': 'text/plain' }, 415],
	[{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
	[{ 'content-type': 'text/plain; application/json' }, 415],
	[{ 'content-type': 'application/json', origin: 'https://elsewhere.example' }, 403],
	[{ 'content-type': 'application/json', origin: 'null' }, 403],
	[{ 'content-type': 'application/json', origin: 'http://localhost:3001' }, 403]
])('a message with %j is answered with %i', async (headers, status) => {
	await expect(asked(headers)).rejects.toMatchObject({ status });
});
