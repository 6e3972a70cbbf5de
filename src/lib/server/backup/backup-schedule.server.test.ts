// R32: copies are taken without anyone remembering, the newest are kept, and a failure is seen.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Trouble } from '../trouble.server.ts';
import { BackupSchedule } from './backup-schedule.server.ts';
import { makeBackupKeys } from './sealed-file.server.ts';

const HOUR_MS = 3_600_000;
const NOON = Date.parse('2026-11-25T12:00:00Z');
const { publicKey } = makeBackupKeys();

let data: string;
let folder: string;
let trouble: Trouble;
let schedule: BackupSchedule;
let now: number;
const problems: unknown[] = [];

beforeEach(() => {
	data = mkdtempSync(join(tmpdir(), 'beredd-schedule-'));
	folder = join(data, 'copies');
	new DatabaseSync(join(data, 'beredd.db')).close();
	now = NOON;
	problems.length = 0;
	trouble = new Trouble();
	schedule = scheduled();
	return async () => {
		await schedule.end();
		rmSync(data, { recursive: true });
	};
});

afterEach(() => {
	vi.useRealTimers();
});

function scheduled(): BackupSchedule {
	return new BackupSchedule({
		places: { data, database: join(data, 'beredd.db') },
		plan: { folder, key: publicKey, everyHours: 6 },
		trouble,
		now: () => now,
		failed: (error) => problems.push(error)
	});
}

const copies = (): string[] => readdirSync(folder).toSorted();

test('of twenty copies the newest fourteen are kept, and what others have put there stays', async () => {
	mkdirSync(folder);
	for (const name of ['notes.txt', 'beredd-2020.beredd-backup', 'before-upgrade.beredd-backup'])
		writeFileSync(join(folder, name), 'Theirs');
	for (let taken = 0; taken < 20; taken += 1, now += 6 * HOUR_MS) await schedule.take();
	const own = copies().filter((name) => name.startsWith('beredd-2026'));
	expect(own).toHaveLength(14);
	expect(own.at(-1)).toBe('beredd-2026-11-30T06-00-00Z.beredd-backup');
	expect(copies()).toHaveLength(17);
	expect(schedule.last).toEqual({ at: '2026-11-30T06:00:00.000Z', ok: true });
	expect(readdirSync(data).toSorted()).toEqual(['beredd.db', 'copies']);
});

test('a server that starts takes one when the newest is older than the plan allows, else it waits for the rest of the time', async () => {
	await schedule.take();
	await schedule.end();
	vi.useFakeTimers({ now: NOON, toFake: ['setTimeout', 'clearTimeout'] });
	now += 4 * HOUR_MS;
	schedule = scheduled();
	const take = vi.spyOn(schedule, 'take').mockResolvedValue();
	schedule.start();
	expect(schedule.last).toEqual({ at: '2026-11-25T12:00:00.000Z', ok: true });
	vi.advanceTimersByTime(2 * HOUR_MS - 1);
	expect(take).not.toHaveBeenCalled();
	vi.advanceTimersByTime(1);
	expect(take).toHaveBeenCalledTimes(1);
});

test('a clock that was set back by ten days does not put the next copy off by ten days', async () => {
	await schedule.take();
	await schedule.end();
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	now -= 240 * HOUR_MS;
	schedule = scheduled();
	const take = vi.spyOn(schedule, 'take').mockResolvedValue();
	schedule.start();
	vi.advanceTimersByTime(6 * HOUR_MS);
	expect(take).toHaveBeenCalledTimes(1);
});

test('a copy that is taken after the clock was set back is not the first to be removed', async () => {
	for (let taken = 0; taken < 14; taken += 1, now += 6 * HOUR_MS) await schedule.take();
	now = NOON - 240 * HOUR_MS;
	await schedule.take();
	expect(copies()).toHaveLength(14);
	expect(copies()[0]).toBe('beredd-2026-11-15T12-00-00Z.beredd-backup');
});

test('a folder that cannot be written is told as trouble with its reason, and the copy that succeeds ends it', async () => {
	const changes: string[] = [];
	trouble.listen(({ code, began }) => changes.push(`${code} ${began ? 'began' : 'over'}`));
	writeFileSync(folder, 'A file where the folder should be');
	await schedule.take();
	await schedule.take();
	expect(schedule.last).toMatchObject({ ok: false, problem: expect.stringContaining('EEXIST') as string });
	expect([trouble.codes, problems.length]).toEqual([['server.backup-failed'], 2]);
	rmSync(folder);
	await schedule.take();
	expect(schedule.last).toMatchObject({ ok: true });
	expect(changes).toEqual(['server.backup-failed began', 'server.backup-failed over']);
});

test('a copy that fails leaves no half of it, neither in the folder nor beside the database', async () => {
	writeFileSync(join(data, 'beredd.db'), 'Not a database at all. '.repeat(99));
	await schedule.take();
	expect(schedule.last?.ok).toBe(false);
	expect([copies(), readdirSync(data).toSorted()]).toEqual([[], ['beredd.db', 'copies']]);
});
