// Starting, saying how it is, and stopping: what whoever runs the server relies on.
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { onDisk } from '../support/on-disk.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';
import { Writer } from '../support/writer.ts';

async function started(): Promise<ServerProcess> {
	const server = await ServerProcess.started();
	onTestFinished(() => server.remove());
	return server;
}

test('the server says in one answer whether the database answers, and what is left of disk, memory and time', async () => {
	const server = await started();
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
