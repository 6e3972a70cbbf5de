import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { registry } from '#lib/features/registry.ts';
import { openSqliteStore } from '../store/sqlite-store.server.ts';
import { AuditLog } from './audit-log.server.ts';
import type { AuditEntry, What } from './entry.server.ts';
import { exportCsv, exportJson } from './export.server.ts';
import { verifyAudit } from './verify-file.server.ts';

const NOON = Date.parse('2026-11-26T12:00Z');
const ASA = { personId: 'asa', deviceId: 'tablet-1' };

async function opened() {
	const folder = mkdtempSync(join(tmpdir(), 'beredd-audit-'));
	const file = join(folder, 'beredd.db');
	const store = await openSqliteStore(file, registry, () => 'epoch');
	let now = NOON;
	let salts = 0;
	const audit = new AuditLog({ db: store.db, now: () => (now += 1_000), salt: () => `salt${(salts += 1)}` });
	onTestFinished(async () => {
		await store.close();
		rmSync(folder, { recursive: true });
	});
	const note = (what: What, about: string | null = null, details?: AuditEntry['details']): Promise<number> =>
		audit.append({ what, ...ASA, about, ...(details ? { details } : {}) });
	return { store, audit, file, note };
}

/** Someone with the file in their hands: the triggers are no obstacle to them. */
function tamper(file: string, change: string): void {
	const raw = new DatabaseSync(file);
	const triggers = raw
		.prepare(`select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'audit'`)
		.all();
	for (const { name } of triggers) raw.exec(`drop trigger ${String(name)}`);
	raw.exec(change);
	for (const { sql } of triggers) raw.exec(String(sql));
	raw.close();
}

function foundIn(file: string) {
	const raw = new DatabaseSync(file, { readOnly: true });
	const found = verifyAudit(raw);
	raw.close();
	return found;
}

test('what is noted is on disk, in order and dated, before the one who noted it goes on', async () => {
	const { audit, file, note } = await opened();
	expect(await note('set-up')).toBe(1);
	const other = new DatabaseSync(file, { readOnly: true });
	expect(other.prepare('select n, at, what, person_id from audit').all()).toEqual([
		{ n: 1, at: NOON + 1_000, what: 'set-up', person_id: 'asa' }
	]);
	other.close();
	await note('rights-given', 'bo', { as: 'duty-officer', on: 'municipality', from: NOON });
	expect(await audit.page()).toEqual([
		{
			n: 2,
			at: NOON + 2_000,
			...ASA,
			what: 'rights-given',
			about: 'bo',
			details: { as: 'duty-officer', on: 'municipality', from: NOON }
		},
		{ n: 1, at: NOON + 1_000, ...ASA, what: 'set-up', about: null, details: {} }
	]);
});

test('forty people who sign in at once get forty numbers and a chain that holds', async () => {
	const { audit, file, note } = await opened();
	const numbers = await Promise.all(Array.from({ length: 40 }, () => note('sign-in')));
	expect(new Set(numbers).size).toBe(40);
	expect(await audit.verify()).toEqual({ rows: 40, firstBroken: undefined });
	expect(foundIn(file)).toEqual({ rows: 40, firstBroken: undefined });
});

test('a row that tells of something stands or falls with it', async () => {
	const { store, audit } = await opened();
	const withdrawn = store.db.transaction().execute(async (tx) => {
		await audit.append({ what: 'rights-withdrawn', ...ASA, about: 'bo' }, tx);
		throw new Error('the rights could not be saved');
	});
	await expect(withdrawn).rejects.toThrow('could not be saved');
	expect(await audit.page()).toEqual([]);
	expect(await audit.verify()).toEqual({ rows: 0, firstBroken: undefined });
});

test.each([
	['a sentence as a reason', { reason: 'Kalle ringde om sin fru' }],
	['an address', { network: '192.0.2.17' }],
	['a value beside the names', { fields: ['phone'], phone: '070-1234567' }],
	['a long text', { name: 'x'.repeat(97) }]
])('details hold no %s: the note is not taken', async (_, details) => {
	const { audit } = await opened();
	const entry = { what: 'person-changed', ...ASA, about: 'bo', details } as unknown as AuditEntry;
	await expect(audit.append(entry)).rejects.toThrow();
	expect(await audit.page()).toEqual([]);
});

describe('the database refuses', () => {
	test.each([
		`update audit set what = 'sign-out' where n = 2`,
		`update audit set details = '{"count":1}' where n = 2`,
		'update audit set details = null, salt = null where n = 2',
		'update audit set details = null, salt = null, at = 0 where n = 2',
		'delete from audit where n = 3',
		'delete from audit',
		`insert or replace into audit select n, at, person_id, device_id, 'export', about, details, salt, details_digest, hash
			from audit where n = 2`,
		`insert into audit select n + 5, at, person_id, device_id, what, about, details, salt, details_digest, hash
			from audit where n = 3`
	])('%s', async (change) => {
		const { store, audit, note } = await opened();
		for (const what of ['set-up', 'sign-in', 'sign-out'] as const) await note(what);
		const before = await audit.page();
		expect(() => {
			store.raw.exec(change);
		}).toThrow('the audit log is only added to');
		expect(await audit.page()).toEqual(before);
	});
});

describe('R36: whoever changes the file is found', () => {
	test.each([
		[`update audit set about = 'cecilia' where n = 3`, 3],
		[`update audit set at = at - 1 where n = 1`, 1],
		[`update audit set person_id = null where n = 4`, 4],
		[`update audit set details = '{"count":8}' where n = 2`, 2],
		[`update audit set details = '{"count":8}', details_digest = hash where n = 2`, 2],
		['update audit set details = null, salt = null where n = 2', 2],
		['update audit set details = null where n = 5', 5],
		['delete from audit where n = 1', 1],
		['delete from audit where n = 3', 3],
		['delete from audit where n >= 5', 5],
		['delete from audit', 1],
		[`update audit set hash = (select hash from audit where n = 1) where n = 2`, 2]
	])('after %s row %i is named', async (change, row) => {
		const { audit, file, note } = await opened();
		for (const about of ['anna', 'bo', 'cai', 'disa', 'erik']) await note('protected-read', about, { count: 7 });
		expect(foundIn(file)).toEqual({ rows: 5, firstBroken: undefined });
		tamper(file, change);
		expect(foundIn(file).firstBroken).toBe(row);
		expect((await audit.verify()).firstBroken).toBe(row);
	});

	test('a log whose table is gone is missed, one that has never been there is not', async () => {
		const { file, note } = await opened();
		await note('set-up');
		tamper(file, 'create table elsewhere as select * from audit');
		const raw = new DatabaseSync(file);
		raw.exec('drop table audit');
		expect(verifyAudit(raw)).toEqual({ rows: 0, firstBroken: 1 });
		raw.exec(`delete from kysely_migration where name = '003-audit'`);
		expect(verifyAudit(raw)).toEqual({ rows: 0, firstBroken: undefined });
		raw.close();
	});
});

test('details that must go are blacked out, the chain still holds, and it says who did it', async () => {
	const { audit, file, note } = await opened();
	await note('protected-read', 'anna', { reason: 'handover' });
	await note('sign-out');
	await audit.blackOut(1, { personId: 'dpo', deviceId: null });
	const [erased, , first] = await audit.page();
	expect(first).toMatchObject({ n: 1, what: 'protected-read', about: 'anna', details: null });
	expect(erased).toMatchObject({ n: 3, what: 'erase', personId: 'dpo', about: 'audit:1' });
	expect(foundIn(file)).toEqual({ rows: 3, firstBroken: undefined });
	expect(new DatabaseSync(file).prepare('select details, salt from audit where n = 1').get()).toEqual({
		details: null,
		salt: null
	});
	await expect(audit.blackOut(99, { personId: 'dpo', deviceId: null })).rejects.toThrow('no row 99');
	expect(await audit.page()).toHaveLength(3);
});

test('whoever reviews the log finds rows by what, by whom, about what, when and by words, two hundred at a time', async () => {
	const { audit, note } = await opened();
	for (let n = 1; n <= 250; n += 1) await note(n % 50 === 0 ? 'export' : 'sign-in', `p${n % 5}`);
	await audit.append({ what: 'backup', personId: null, deviceId: null, about: null, details: { name: 'Natt' } });
	const numbers = async (filter: Parameters<AuditLog['page']>[0]): Promise<number[]> =>
		(await audit.page(filter)).map(({ n }) => n);
	expect(await audit.page({ limit: 100_000 })).toHaveLength(200);
	expect(await numbers({ before: 52, limit: 2 })).toEqual([51, 50]);
	expect(await numbers({ what: 'export' })).toEqual([250, 200, 150, 100, 50]);
	expect(await numbers({ personId: 'asa', limit: 1 })).toEqual([250]);
	expect(await numbers({ about: 'p0', what: 'sign-in', limit: 2 })).toEqual([245, 240]);
	expect(await numbers({ from: NOON + 3_000, to: NOON + 5_000 })).toEqual([4, 3]);
	expect(await numbers({ text: 'nAtT' })).toEqual([251]);
	expect(await numbers({ text: `%' or 1=1 --` })).toEqual([]);
});

test('a person is shown what they did and what was done to them, and nothing about others', async () => {
	const { audit, note } = await opened();
	await note('rights-given', 'bo');
	await audit.append({ what: 'sign-in', personId: 'bo', deviceId: 'd', about: null });
	await note('rights-given', 'cai');
	expect((await audit.own('bo')).map(({ n }) => n)).toEqual([2, 1]);
	expect((await audit.own('bo', { before: 2 })).map(({ n }) => n)).toEqual([1]);
});

async function whole(pieces: AsyncGenerator<string>): Promise<string> {
	return (await Array.fromAsync(pieces)).join('');
}

test('the file for the reviewer opens in Swedish Excel, has every row once, oldest first', async () => {
	const { audit, note } = await opened();
	for (let n = 1; n <= 401; n += 1) await note('sign-in');
	const csv = await whole(exportCsv(audit));
	expect(csv.startsWith('\uFEFF"n";"at";"what"')).toBe(true);
	const lines = csv.trimEnd().split('\r\n').slice(1);
	expect(lines.map((line) => Number(/^"(\d+)"/.exec(line)?.[1]))).toEqual(Array.from({ length: 401 }, (_, n) => n + 1));
	expect(lines[0]).toBe('"1";"2026-11-26T12:00:01.000Z";"sign-in";"asa";"tablet-1";"";"{}"');
	const rows = JSON.parse(await whole(exportJson(audit, { before: 3 }))) as object[];
	expect(rows).toMatchObject([{ n: 1 }, { n: 2 }]);
	expect(await whole(exportJson(audit, { what: 'backup' }))).toBe('[]\n');
});
