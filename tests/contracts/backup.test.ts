// R20, R32, C03, C24: a backup is whole or is not there, and what is restored from it is another life of the database.
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { DAY_MS } from '#lib/kernel/index.ts';
import { backUp, restore } from '#lib/server/store/backup.server.ts';
import { holdDatabase } from '#lib/server/store/one-server.server.ts';
import { openSqliteStore, type SqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { guest, NOON, save } from './commits.ts';
import { sheltersRegistry } from './shelters.ts';

const LATER = { now: NOON + 60_000, epoch: 'second life' };

let folder: string;
let database: string;
let copy: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'beredd-backup-'));
	database = join(folder, 'beredd.db');
	copy = join(folder, 'copy.db');
	return () => {
		rmSync(folder, { recursive: true });
	};
});

async function opened(): Promise<SqliteStore> {
	const store = await openSqliteStore(database, sheltersRegistry, () => 'first life');
	let open = true;
	const close = store.close.bind(store);
	store.close = () => {
		const closing = open ? close() : Promise.resolve();
		open = false;
		return closing;
	};
	onTestFinished(() => store.close());
	return store;
}

/** Ids of the school's guests. */
async function guestsIn(store: SqliteStore): Promise<string[]> {
	const rows = await store.snapshot((read) => read.rowsBelow('shelter:school', Infinity, 99));
	return rows.map(({ id }) => id).sort();
}

test('a backup of an open database is one file with all that was committed, and nothing lies beside it', async () => {
	const store = await opened();
	await save(store, { rows: [guest('bo', 1)] });
	await backUp(database, copy);
	expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
	await save(store, { rows: [guest('eva', 2)] });
	await store.close();
	await restore(database, copy, LATER);
	expect(await guestsIn(await opened())).toEqual(['bo']);
});

test('the life after a restore has a new epoch, and numbers its commits above all of both lives before it', async () => {
	const store = await opened();
	await save(store, { number: NOON });
	await backUp(database, copy);
	await save(store, { number: NOON + 9 * DAY_MS });
	await store.close();
	await restore(database, copy, LATER);
	const again = await opened();
	expect(again.epoch).toBe('second life');
	expect(again.lifeBegan).toBe(NOON + 9 * DAY_MS + 1);
});

test('on a new machine too the new life begins after the old one, though its clock was behind by hours', async () => {
	const store = await opened();
	await save(store, { number: NOON });
	await backUp(database, copy);
	const elsewhere = join(folder, 'elsewhere', 'beredd.db');
	await restore(elsewhere, copy, { ...LATER, now: NOON - 3 * 3_600_000 });
	const there = await openSqliteStore(elsewhere, sheltersRegistry, () => 'unused');
	expect([there.epoch, there.lifeBegan > NOON]).toEqual(['second life', true]);
	await there.close();
});

test('messages that waited when the backup was made are held, since some may have gone out: none is sent twice', async () => {
	const store = await opened();
	await save(store, { effects: ['bo', 'eva'].map((key) => ({ kind: 'sms', key, payload: {} })) });
	await store.settleEffect('bo', 'done', NOON);
	await backUp(database, copy);
	await store.close();
	expect(await restore(database, copy, LATER)).toMatchObject({ held: 1 });
	expect(await (await opened()).waitingEffects(9)).toEqual([]);
});

test('the database that was there before a restore is kept beside it', async () => {
	const store = await opened();
	await backUp(database, copy);
	await save(store, { rows: [guest('bo', 1)] });
	await store.close();
	const { aside } = await restore(database, copy, LATER);
	expect(aside).toMatch(/beredd\.db\.before-restore-2026-11-25T12-01-00-000Z$/);
	const former = new DatabaseSync(aside ?? '');
	expect(former.prepare('SELECT id FROM rows').all()).toEqual([{ id: 'bo' }]);
	former.close();
});

test('a database that is in use is not replaced, and not touched', async () => {
	const store = await opened();
	await save(store, { rows: [guest('bo', 1)] });
	await backUp(database, copy);
	await save(store, { rows: [guest('eva', 2)] });
	await expect(restore(database, copy, LATER)).rejects.toThrow(/A program has .* open\. Close it first/);
	await save(store, { rows: [guest('nils', 3)] });
	expect(await guestsIn(store)).toEqual(['bo', 'eva', 'nils']);
	expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
});

test('one process at a time holds a database; a restore waits for it, and a server for a restore', async () => {
	const store = await opened();
	await backUp(database, copy);
	await store.close();
	const letGo = holdDatabase(database);
	expect(() => holdDatabase(database)).toThrow(/A server is using .* Stop it first/);
	await expect(restore(database, copy, LATER)).rejects.toThrow(/A server is using .* Stop it first/);
	letGo();
	await restore(database, copy, LATER);
	holdDatabase(database)();
});

test('a damaged database is moved aside as it is, and the backup takes its place', async () => {
	const store = await opened();
	await save(store, { rows: [guest('bo', 1)] });
	await backUp(database, copy);
	await store.close();
	writeFileSync(database, 'The disk has written something else here.');
	const { aside } = await restore(database, copy, LATER);
	expect(readFileSync(aside ?? '', 'utf8')).toContain('something else');
	expect(await guestsIn(await opened())).toEqual(['bo']);
});

test.each<[string, (file: string) => void]>([
	[
		'a text',
		(file) => {
			writeFileSync(file, 'Not a database, but long enough to be taken for one. '.repeat(50));
		}
	],
	[
		'an empty file',
		(file) => {
			writeFileSync(file, '');
		}
	],
	[
		'another program’s database',
		(file) => {
			rmSync(file);
			const raw = new DatabaseSync(file);
			raw.exec('CREATE TABLE songs (name)');
			raw.close();
		}
	],
	[
		'a backup of which the end is missing',
		(file) => {
			truncateSync(file, 20_000);
		}
	],
	[
		'a folder',
		(file) => {
			rmSync(file);
			mkdirSync(file);
		}
	]
])('%s is not restored, and the database stays as it was', async (_what, spoil) => {
	const store = await opened();
	await save(store, { rows: [guest('bo', 1)] });
	await backUp(database, copy);
	await store.close();
	spoil(copy);
	await expect(restore(database, copy, LATER)).rejects.toThrow(
		/copy\.db is not a whole backup of Beredd\. Nothing was changed\./
	);
	expect(await guestsIn(await opened())).toEqual(['bo']);
});

test('a name that cannot be right is answered with a sentence that says what to do', async () => {
	await expect(backUp(database, copy)).rejects.toThrow(/There is no database at .* Set BEREDD_DATA/);
	await (await opened()).close();
	writeFileSync(copy, 'The only backup of last week');
	await expect(backUp(database, copy)).rejects.toThrow(/already there, and a backup replaces nothing/);
	expect(readFileSync(copy, 'utf8')).toBe('The only backup of last week');
	await expect(backUp(database, join(folder, 'no', 'copy.db'))).rejects.toThrow(/The folder of .* is not there/);
	await expect(restore(database, join(folder, 'none.db'), LATER)).rejects.toThrow(/There is no file/);
	await expect(restore(database, database, LATER)).rejects.toThrow(/is the database itself/);
	expect(existsSync(`${copy}.unfinished`)).toBe(false);
});
