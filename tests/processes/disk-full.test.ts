// R33: the disk of a running server fills up, and empties again.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { onDisk } from '../support/on-disk.ts';
import { freePort, ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';

const run = (command: string, ...parameters: readonly string[]): boolean =>
	spawnSync(command, parameters, { stdio: 'ignore' }).status === 0;

/** A disk of 6 MiB; undefined where nobody may make one. */
function smallDisk(): string | undefined {
	const folder = mkdtempSync(join(tmpdir(), 'beredd-small-disk-'));
	if (process.platform === 'linux' && run('mount', '-t', 'tmpfs', '-o', 'size=6m', 'beredd-test', folder))
		return folder;
	rmSync(folder, { recursive: true });
	return undefined;
}

const disk = smallDisk();

/** Leaves nothing free on the disk; returns the file that takes the room. */
function fill(folder: string): string {
	const ballast = join(folder, 'ballast');
	const { bavail, bsize } = statfsSync(folder);
	writeFileSync(ballast, Buffer.alloc(bavail * bsize));
	return ballast;
}

test.skipIf(disk === undefined)(
	'what finds no room is not acknowledged, all else is still read, administrators see it, and with room it is taken',
	async () => {
		const folder = disk ?? '';
		const server = new ServerProcess(await freePort());
		onTestFinished(async () => {
			await server.remove();
			run('umount', folder);
			rmSync(folder, { recursive: true });
		});
		const start = (): Promise<void> => server.start({ BEREDD_DATA: folder });
		const health = async (): Promise<unknown> => {
			const answer = await fetch(`${server.url}/health`);
			return { status: answer.status, ...((await answer.json()) as object) };
		};
		await start();
		const device = await WireDevice.meet(server.url, 'anna');
		onTestFinished(() => {
			device.close();
		});
		await device.push([device.start('Översvämning'), device.entry('Vattnet stiger')]);
		expect(await health()).toMatchObject({ status: 200, disk: 'low' });

		const ballast = fill(folder);
		// The log of the database has room of its own for a while.
		const entries = Array.from({ length: 60 }, () => device.entry('Hamngatan är avstängd. '.repeat(400)));
		const unanswered: typeof entries = [];
		for (const entry of entries) {
			if (unanswered.length > 0) unanswered.push(entry);
			else await device.push([entry], 1_500).catch(() => unanswered.push(entry));
		}
		expect(unanswered.length).toBeGreaterThan(0);
		expect(await health()).toMatchObject({
			status: 503,
			ready: false,
			disk: 'full',
			database: 'answers',
			trouble: ['server.disk-full']
		});
		const read = await device.rowsOf();
		for (const id of device.acknowledged) expect(read).toContain(id);
		const [first] = unanswered;
		expect(read).not.toContain((first?.args as { entryId: string }).entryId);

		await server.kill();
		await start();
		await device.connect();
		await device.greet();
		expect((await device.rowsOf()).toSorted()).toEqual(read.toSorted());

		rmSync(ballast);
		await device.push(unanswered.slice(0, 3));
		expect(await health()).toMatchObject({ status: 200, ready: true, disk: 'low', trouble: [] });
		await server.kill();
		const { ids, whole } = onDisk(join(folder, 'beredd.db'));
		expect(whole).toBe('ok');
		expect(device.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
	}
);
