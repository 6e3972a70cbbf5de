// R02: what was acknowledged survives a power cut, because it was synced to disk before the answer left.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { onDisk } from '../support/on-disk.ts';
import { ServerProcess, until } from '../support/server-process.ts';
import { canTrace, readTrace, tracing } from '../support/trace.ts';
import { WireDevice } from '../support/wire-device.ts';

const PUSHES = 25;

test('an acknowledged entry lies in the files at that moment, and the log was synced before the answer left', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'beredd-synced-'));
	const trace = join(folder, 'trace');
	// Where nobody may trace (a Mac, say) the files are looked at all the same; that they are synced rests on what
	// tests/contracts/sqlite-store.test.ts shows: a database that does not sync is not opened.
	const traced = canTrace();
	const server = await ServerProcess.started(traced ? tracing(trace) : []);
	const device = await WireDevice.meet(server.url, 'tablet');
	onTestFinished(async () => {
		device.close();
		await server.remove();
		rmSync(folder, { recursive: true });
	});

	for (let push = 0; push < PUSHES; push += 1) {
		await device.push([device.entry('Vattnet stiger')]);
		server.freeze('SIGSTOP');
		const copy = join(folder, `${push}.db`);
		for (const tail of ['', '-wal']) copyFileSync(server.database + tail, copy + tail);
		server.freeze('SIGCONT');
		const { ids, whole } = onDisk(copy);
		expect(whole).toBe('ok');
		expect(device.acknowledged.filter((id) => !ids.has(id))).toEqual([]);
	}

	await server.kill('SIGTERM');
	if (!traced) return;
	await until(() => readFileSync(trace, 'utf8').includes('+++ exited with 0'));
	const { answers, early, syncs } = readTrace(readFileSync(trace, 'utf8'));
	expect(early).toEqual([]);
	expect(answers).toBe(PUSHES);
	expect(syncs).toBeGreaterThanOrEqual(PUSHES);
});
