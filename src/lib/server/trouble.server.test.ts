// R33: a disk that is full refuses the write, keeps what can be read, and is seen until a write goes through.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { guest, save } from '../../../tests/contracts/commits.ts';
import { sheltersRegistry } from '../../../tests/contracts/shelters.ts';
import { readiness } from './health.server.ts';
import { openSqliteStore, type SqliteStore } from './store/sqlite-store.server.ts';
import { Trouble, troubleIn, watchWrites } from './trouble.server.ts';

async function opened(trouble: Trouble): Promise<SqliteStore> {
	const folder = mkdtempSync(join(tmpdir(), 'beredd-trouble-'));
	const store = watchWrites(await openSqliteStore(join(folder, 'a.db'), sheltersRegistry, () => 'life'), trouble);
	onTestFinished(async () => {
		await store.close();
		rmSync(folder, { recursive: true });
	});
	return store;
}

const pages = (store: SqliteStore): number => Number(store.raw.prepare('PRAGMA page_count').get()?.['page_count']);

function limit(store: SqliteStore, count: number): void {
	store.raw.exec(`PRAGMA max_page_count = ${count.toString()}`);
}

const sqliteError = (errcode: number, cause?: unknown): Error =>
	Object.assign(new Error('SQLite', { cause }), { errcode });

test('a commit for which there is no room is refused with SQLite’s own reason, as a whole, and what was there is read', async () => {
	const trouble = new Trouble();
	const changes: unknown[] = [];
	trouble.listen((change) => changes.push(change));
	const store = await opened(trouble);
	await save(store, { rows: [guest('bo', 1)] });
	limit(store, pages(store));
	const many = Array.from({ length: 400 }, (_, n) => guest(`guest-${n.toString()}`, n + 2));
	await expect(save(store, { rows: many })).rejects.toMatchObject({ errcode: 13 });
	await expect(save(store, { rows: many })).rejects.toMatchObject({ errcode: 13 });
	const found = await store.snapshot((read) => read.rowsBelow('shelter:school', Infinity, 999));
	expect(found.map(({ id }) => id)).toEqual(['bo']);
	expect(trouble.codes).toEqual(['server.disk-full']);
	expect(readiness({ answers: true, diskFreeMiB: 5_000, trouble })).toEqual({
		ready: false,
		database: 'answers',
		disk: 'full'
	});

	limit(store, 1_000_000);
	await save(store, { rows: many });
	expect(trouble.codes).toEqual([]);
	expect(changes).toEqual([
		{ code: 'server.disk-full', began: true },
		{ code: 'server.disk-full', began: false }
	]);
});

test('a bug in what was to be written is no trouble of the server', async () => {
	const trouble = new Trouble();
	const store = await opened(trouble);
	await expect(store.write(() => Promise.reject(new Error('A bug')))).rejects.toThrow('A bug');
	expect(trouble.codes).toEqual([]);
});

test.each([
	[sqliteError(13), 'server.disk-full'],
	[sqliteError(8), 'server.database-refuses'],
	[sqliteError(10 | (3 << 8)), 'server.database-refuses'],
	[sqliteError(11), 'server.database-refuses'],
	[new Error('The store could not be read', { cause: sqliteError(26) }), 'server.database-refuses'],
	[sqliteError(5), undefined],
	[sqliteError(19), undefined],
	[new Error('A bug'), undefined],
	['text', undefined]
])('the failure %o is told as %s', (error, code) => {
	expect(troubleIn(error)).toBe(code);
});

test('little room is a warning, and a database that refuses is not ready', () => {
	const trouble = new Trouble();
	expect(readiness({ answers: true, diskFreeMiB: 200, trouble })).toMatchObject({ ready: true, disk: 'enough' });
	expect(readiness({ answers: true, diskFreeMiB: 199, trouble })).toMatchObject({ ready: true, disk: 'low' });
	trouble.refused(sqliteError(10));
	expect(readiness({ answers: true, diskFreeMiB: 999, trouble })).toMatchObject({ ready: false, database: 'refuses' });
	expect(readiness({ answers: false, diskFreeMiB: 999, trouble })).toMatchObject({ ready: false, database: 'silent' });
});
