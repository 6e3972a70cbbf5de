// A device that opens an incident for the first time: what a screen needs comes before what is merely older.
import { expect, test } from 'vitest';
import { registry } from '#lib/features/registry.ts';
import { fill, type StoredRow } from '#lib/sync/authority/index.ts';
import { openSqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { save } from './commits.ts';

const scope = 'incident:flood';
const actor = { personId: 'åsa', name: 'Åsa', role: 'Loggförare' };

function row(version: number, table: string, id: string): StoredRow {
	return { scope, version, commit: version, table, id, body: JSON.stringify({ id }) };
}

test('the incident and its level come with the newest entries, though they were written first', async () => {
	const store = await openSqliteStore(':memory:', registry, () => 'epoch');
	await save(store, { rows: [row(1, 'incidents', 'flood'), row(2, 'levelChanges', 'level')] });
	await save(store, {
		rows: [3, 4, 5, 6, 7].map((version) => row(version, 'journalEntries', `entry${version}`)),
		versions: new Map([[scope, 7]])
	});
	const ask = (limit: number, below?: number) =>
		fill(
			store,
			{ clientId: 'tablet', scope, limit, ...(below === undefined ? {} : { below }) },
			{ registry, actor, mayRead: () => true }
		);

	const first = await ask(2);
	expect(first?.rows.map(({ id }) => id).sort()).toEqual(['entry6', 'entry7', 'flood', 'level']);
	expect(first).toMatchObject({ below: 5, left: 5 });
	// The rest comes in its order, and the early rows once more where they belong.
	const rest = await ask(10, 5);
	expect(rest?.rows.map(({ id }) => id)).toEqual(['entry5', 'entry4', 'entry3', 'level', 'flood']);
	expect(rest).toMatchObject({ below: 0, left: 0 });
	expect(await ask(10).then((page) => page?.rows.length)).toBe(7);
	await store.close();
});
