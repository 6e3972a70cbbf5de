// C24, R32, C03, R20: the backup command while people write, and the restore command on another machine.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand, type Said } from '../support/command.ts';
import { onDisk } from '../support/on-disk.ts';
import { ServerProcess, freePort } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';
import { Writer } from '../support/writer.ts';

const COMMAND = 'src/lib/server/store/backup-command.server.ts';

/** What `npm run backup` and `npm run restore` run. */
function command(folder: string, ...parameters: readonly string[]): Promise<Said> {
	return runCommand(COMMAND, parameters, { BEREDD_DATA: folder });
}

async function newServer(): Promise<ServerProcess> {
	const server = new ServerProcess(await freePort());
	onTestFinished(() => server.remove());
	return server;
}

test('a backup made while people write holds all that was acknowledged before, and another machine goes on from it', async () => {
	const server = await newServer();
	await server.start();
	const devices = await Promise.all(['anna', 'bo', 'eva'].map((name) => WireDevice.meet(server.url, name)));
	onTestFinished(() => {
		for (const device of devices) device.close();
	});
	const acknowledged = (): string[] => devices.flatMap((device) => device.acknowledged);
	const enough = Promise.withResolvers<undefined>();
	const writing = devices.map((device) =>
		new Writer(device).writeUntilDeath(() => {
			if (acknowledged().length > 100) enough.resolve(undefined);
		})
	);
	await enough.promise;
	const before = acknowledged();
	const file = join(server.folder, 'copy.db');
	expect(await command(server.folder, 'backup', file)).toMatchObject({
		code: 0,
		text: expect.stringContaining('checked') as string
	});
	expect(acknowledged().length).toBeGreaterThan(before.length);
	await server.kill();
	await Promise.all(writing);
	const { ids, whole, epoch } = onDisk(file);
	expect(whole).toBe('ok');
	expect(before.filter((id) => !ids.has(id))).toEqual([]);
	expect(readdirSync(server.folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);

	const elsewhere = await newServer();
	expect(await command(elsewhere.folder, 'restore', file)).toMatchObject({ code: 0 });
	await elsewhere.start();
	const tablet = await WireDevice.meet(elsewhere.url, 'anna');
	onTestFinished(() => {
		tablet.close();
	});
	expect((await tablet.greet()).epoch).not.toBe(epoch);
	expect((await tablet.rowsOf()).toSorted()).toEqual([...ids].toSorted());
	const next = tablet.entry('Vattnet sjunker');
	expect((await tablet.push([next])).verdicts).toMatchObject([
		{ seq: next.seq, versions: { 'incident:flood': ids.size + 1 } }
	]);
});

test('a restore waits until the server is stopped, and leaves the former database beside the restored one', async () => {
	const server = await newServer();
	await server.start();
	const device = await WireDevice.meet(server.url, 'anna');
	onTestFinished(() => {
		device.close();
	});
	await device.push([device.entry('Vattnet stiger')]);
	const file = join(server.folder, 'copy.db');
	await command(server.folder, 'backup', file);
	await device.push([device.entry('Hamngatan avstängd')]);

	const refused = await command(server.folder, 'restore', file);
	expect(refused).toMatchObject({
		code: 1,
		text: expect.stringMatching(/^A server is using .* Stop it first/) as string
	});
	await device.push([device.entry('Bron håller')]);
	expect(await device.rowsOf()).toHaveLength(3);

	await server.kill('SIGTERM');
	const { code, text } = await command(server.folder, 'restore', file);
	expect(code).toBe(0);
	const aside = /is now (.*)\.$/m.exec(text)?.[1] ?? '';
	expect(onDisk(aside).ids.size).toBe(3);
	expect(onDisk(server.database).ids.size).toBe(1);
	await server.start();
	await device.connect();
	expect((await device.greet()).lastSeq).toBe(1);
});

test('a command without a file says how it is used, and does nothing', async () => {
	const server = await newServer();
	expect(await command(server.folder, 'restore')).toEqual({
		code: 1,
		text: 'Say which file, and only that: npm run backup -- FILE, or npm run restore -- FILE\n'
	});
	expect(existsSync(server.database)).toBe(false);
});
