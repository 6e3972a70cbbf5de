// R02, R08, R33: the embedded database keeps what every store keeps, and syncs to disk in every commit.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { requireSync } from '#lib/server/store/sqlite.server.ts';
import { openSqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { sheltersRegistry } from './shelters.ts';
import type { StoreHome } from './store-homes.ts';
import { describeStore } from './store-suite.ts';

let epochs = 0;
const newEpoch = (): string => `epoch${(epochs += 1)}`;

function newFolder(): string {
	return mkdtempSync(join(tmpdir(), 'beredd-store-'));
}

function newHome(): StoreHome {
	const folder = newFolder();
	return {
		open: () => openSqliteStore(join(folder, 'deeper', 'beredd.db'), sheltersRegistry, newEpoch),
		remove: () => {
			rmSync(folder, { recursive: true });
		}
	};
}

describeStore('SQLite', newHome);

describe('the SQLite file', () => {
	function fileOfItsOwn(): string {
		const folder = newFolder();
		onTestFinished(() => {
			rmSync(folder, { recursive: true });
		});
		return join(folder, 'beredd.db');
	}

	test('R02: is opened with a log that is synced in every commit', async () => {
		const store = await openSqliteStore(fileOfItsOwn(), sheltersRegistry, newEpoch);
		expect(store.raw.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
		expect(store.raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
		await store.close();
	});

	test.each([
		['synchronous = NORMAL', /journal_mode=wal synchronous=1/],
		['journal_mode = DELETE', /journal_mode=delete synchronous=2/]
	])('R02: is refused with %s, since an acknowledgement would promise too much', (pragma, sentence) => {
		const file = fileOfItsOwn();
		const raw = new DatabaseSync(file);
		raw.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA ${pragma}`);
		expect(() => {
			requireSync(raw, file);
		}).toThrow(sentence);
		raw.close();
	});

	test('is refused while it cannot be switched to a synced log', async () => {
		const file = fileOfItsOwn();
		const reading = new DatabaseSync(file);
		reading.exec('CREATE TABLE held (x); BEGIN; SELECT * FROM held');
		await expect(openSqliteStore(file, sheltersRegistry, newEpoch)).rejects.toThrow(/locked/);
		reading.close();
	});

	test('keeps one index for each field by which mutators look rows up, and uses it', async () => {
		const store = await openSqliteStore(fileOfItsOwn(), sheltersRegistry, newEpoch);
		const plan = store.raw
			.prepare(
				`EXPLAIN QUERY PLAN SELECT body FROM rows WHERE tbl = 'guests' AND json_extract(body, '$.shelter') = 'school'`
			)
			.all();
		expect(JSON.stringify(plan)).toContain('rows_of_guests_by_shelter');
		await store.close();
	});
});
