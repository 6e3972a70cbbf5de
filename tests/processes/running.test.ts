// Starting, saying how it is, and stopping: what whoever runs the server relies on.
import { existsSync } from 'node:fs';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { onDisk } from '../support/on-disk.ts';
import { freePort, ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';
import { Writer } from '../support/writer.ts';

async function started(): Promise<ServerProcess> {
	const server = await ServerProcess.started();
	onTestFinished(() => server.remove());
	return server;
}

let common: Promise<ServerProcess> | undefined;

/** One server for all tests that leave it as it is. */
function shared(): Promise<ServerProcess> {
	common ??= ServerProcess.started();
	return common;
}

afterAll(async () => (await common)?.remove());

test('the server says in one answer whether the database answers, and what is left of disk, memory and time', async () => {
	const server = await shared();
	const device = await WireDevice.meet(server.url, 'tablet');
	const answer = await fetch(`${server.url}/health`);
	expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
	expect(answer.headers.get('cache-control')).toBe('no-store');
	const health = (await answer.json()) as Record<string, unknown>;
	expect(health).toMatchObject({ ready: true, database: 'answers', devices: 1 });
	for (const amount of ['diskFreeMiB', 'memoryMiB', 'eventLoopDelayMs'])
		expect(health[amount]).toEqual(expect.any(Number));
	expect(health['memoryMiB']).toBeGreaterThan(20);
	device.close();
});

test.each(['SIGTERM', 'SIGINT'] as const)(
	'%s in the middle of writing ends the server in peace, with all it has acknowledged in one file',
	async (signal) => {
		const server = await started();
		const devices = await Promise.all(['anna', 'bo'].map((name) => WireDevice.meet(server.url, name)));
		const enough = Promise.withResolvers<undefined>();
		const writing = devices.map((device) =>
			new Writer(device).writeUntilDeath(() => {
				if (device.acknowledged.length > 20) enough.resolve(undefined);
			})
		);
		await enough.promise;
		expect(await server.kill(signal)).toBe(0);
		await Promise.all(writing);
		expect(server.log).not.toContain('"level":50');
		expect(existsSync(`${server.database}-wal`)).toBe(false);
		const { ids, whole } = onDisk(server.database);
		expect(whole).toBe('ok');
		const acknowledged = devices.flatMap((device) => device.acknowledged);
		expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
	}
);

test.each(['/', '/health', '/sync', '/not-here'])(
	'the answer to %s says that no other site may frame it, guess its kind or learn where people come from',
	async (path) => {
		const { headers } = await fetch((await shared()).url + path);
		expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
		expect(headers.get('x-frame-options')).toBe('DENY');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.get('permissions-policy')).toContain('geolocation=()');
	}
);

test('the worker that keeps the app is asked for anew each time', async () => {
	const worker = await fetch(`${(await shared()).url}/service-worker.js`);
	expect([worker.status, worker.headers.get('cache-control')]).toEqual([200, 'no-cache']);
});

test('a page of another site gets no line to the server', async () => {
	const { url } = await shared();
	const knock = async (origin?: string): Promise<number> =>
		(await fetch(`${url}/rt/?EIO=4&transport=polling`, origin ? { headers: { origin } } : {})).status;
	expect([await knock('https://elsewhere.example'), await knock('null'), await knock('nonsense')]).toEqual([
		403, 403, 403
	]);
	expect([await knock(url), await knock()]).toEqual([200, 200]);
});

test('a second server on the same database or port is refused with a sentence, and the first goes on', async () => {
	const first = await shared();
	const sameDatabase = new ServerProcess(await freePort());
	const samePort = new ServerProcess(first.port);
	onTestFinished(async () => {
		await sameDatabase.remove();
		await samePort.remove();
	});
	await expect(sameDatabase.start({ BEREDD_DATA: first.folder })).rejects.toThrow(
		/A server is using .*beredd\.db\. Stop it first\./
	);
	await expect(samePort.start()).rejects.toThrow(
		/Port \d+ is taken\. Stop what uses it, or choose another with PORT\./
	);
	await expect(samePort.start({ PORT: 'http' })).rejects.toThrow(/PORT must be a number/);
	expect((await fetch(`${first.url}/health`)).status).toBe(200);
});
