// Until a server is set up only its one-time address answers; once it is, that address is nothing.
import { expect, onTestFinished, test } from 'vitest';
import { freePort, ServerProcess } from '../support/server-process.ts';
import { ask, setUpTokens, signIn } from '../support/staff.ts';

const PERSON = { name: 'Åsa Ek', title: 'Chef', login: 'asa.ek@provkoping.example', password: 'kajen ligger i lä 7' };

async function fresh(): Promise<ServerProcess> {
	const server = new ServerProcess(await freePort());
	onTestFinished(() => server.remove());
	await server.start();
	return server;
}

const tokenOf = (server: ServerProcess): string => setUpTokens.get(server.url) ?? '';

function setUp(server: ServerProcess, token: string, municipality = 'Provköping'): ReturnType<typeof ask> {
	return ask(server.url, 'set-up', { token, municipality, beginning: 'empty', ...PERSON });
}

async function status(server: ServerProcess, path: string, method = 'GET'): Promise<number> {
	const headers = { 'content-type': 'application/json', origin: server.url };
	const body = method === 'POST' ? '{}' : null;
	return (await fetch(server.url + path, { method, headers, body, redirect: 'manual' })).status;
}

test('until then only the one-time address and its own question answer, and how the server is', async () => {
	const server = await fresh();
	const path = `/setup/${tokenOf(server)}`;
	expect(await status(server, path)).toBe(200);
	expect(await status(server, '/health')).toBe(200);
	for (const closed of ['/', '/plan', '/setup', '/setup/', '/setup/another-word', `${path}/more`, '/invitation/x']) {
		expect({ closed, status: await status(server, closed) }).toEqual({ closed, status: 503 });
	}
	for (const closed of ['/access/sign-in', '/access/invite', '/access/devices', '/access/enrol-tablet', '/sync/fill']) {
		expect({ closed, status: await status(server, closed, 'POST') }).toEqual({ closed, status: 503 });
	}
});

test('a wrong word is refused, whatever it looks like, and the right one still works after it', async () => {
	const server = await fresh();
	const token = tokenOf(server);
	for (const wrong of [token.toLowerCase() + 'x', `${token}x`, token.slice(1), 'x'.repeat(43)]) {
		await expect(setUp(server, wrong)).rejects.toThrow(/set-up-over/);
	}
	const weak = { token, municipality: 'Provköping', beginning: 'empty', ...PERSON, password: 'kort' };
	await expect(ask(server.url, 'set-up', weak)).rejects.toThrow(/access\.password/);
	await expect(setUp(server, token)).resolves.toMatchObject({ value: { name: 'Åsa Ek' } });
});

test('two who set up at once make one municipality and one administrator, and the address is gone for good', async () => {
	const server = await fresh();
	const token = tokenOf(server);
	const both = await Promise.allSettled([setUp(server, token, 'Ett'), setUp(server, token, 'Två')]);
	expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
	await expect(setUp(server, token)).rejects.toThrow(/set-up-over/);
	expect(await status(server, '/')).not.toBe(503);
	setUpTokens.delete(server.url);
	await server.kill('SIGTERM');
	const before = server.log.length;
	await server.start();
	expect(server.log.slice(before)).not.toContain('/setup/');
	await expect(setUp(server, token)).rejects.toThrow(/set-up-over/);
	await expect(signIn(server.url)).resolves.toBeDefined();
});

test('a start before it prints another address, and the former one is dead', async () => {
	const server = await fresh();
	const former = tokenOf(server);
	await server.kill('SIGTERM');
	await server.start();
	const now = tokenOf(server);
	expect(now).not.toBe(former);
	expect(await status(server, `/setup/${former}`)).toBe(503);
	await expect(setUp(server, former)).rejects.toThrow(/set-up-over/);
	await expect(setUp(server, now)).resolves.toBeDefined();
});
