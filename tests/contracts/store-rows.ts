// The store's promises about rows: what mutators and devices read of them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { follow, guest, NOON, save, School } from './commits.ts';
import { guests, shelters } from './shelters.ts';
import type { Homes } from './store-homes.ts';

const commits = fc.array(
	fc.array(
		fc.integer({ min: -5, max: 5 }).filter((step) => step !== 0),
		{ minLength: 1, maxLength: 4 }
	),
	{ maxLength: 15 }
);

export function promisesAboutRows({ fresh, removeAll }: Homes): void {
	test('gives a mutator a row as it was written last, by its id and by a lookup', async () => {
		const store = await fresh();
		await save(store, { rows: [guest('bo', 1), guest('eva', 2), guest('nils', 1, 'church')] });
		await save(store, { rows: [guest('bo', 3, 'school', 'Bo Ek')] });
		await store.write(async (tx) => {
			expect(await tx.get(guests, 'bo')).toEqual({ id: 'bo', shelter: 'school', name: 'Bo Ek' });
			expect(await tx.get(guests, 'per')).toBeUndefined();
			expect(await tx.get(shelters, 'bo')).toBeUndefined();
			const here = await tx.list(guests, 'shelter', 'school');
			expect(here.map(({ id }) => id).sort()).toEqual(['bo', 'eva']);
			expect(await tx.list(guests, 'shelter', 'gym')).toEqual([]);
		});
	});

	test('keeps any text as it is, whatever letters and signs are in it', async () => {
		const store = await fresh();
		const body = JSON.stringify({ id: 'bo', shelter: 'school', name: 'Åsa 🚑 \u0000 \ud800 \' " \\ $.x' });
		await save(store, { rows: [{ ...guest('bo', 1), body }] });
		expect(await store.snapshot((read) => read.rowsBelow('shelter:school', 1, 1))).toMatchObject([{ body }]);
	});

	test('holds a row in the one scope to which it was written last', async () => {
		const store = await fresh();
		await save(store, { rows: [guest('bo', 1)] });
		await save(store, { rows: [guest('bo', 1, 'church')] });
		await store.snapshot(async (read) => {
			expect(await read.rowsBelow('shelter:school', 10, 10)).toEqual([]);
			expect(await read.rowsBelow('shelter:church', 10, 10)).toMatchObject([{ id: 'bo' }]);
		});
	});

	test('keeps the version of each scope, by the last commit', async () => {
		const store = await fresh();
		await save(store, { versions: new Map(Object.entries({ a: 4, b: 1 })) });
		await save(store, { versions: new Map([['a', 9]]) });
		const kept = { a: 9, b: 1 };
		expect(Object.fromEntries(await store.versions())).toEqual(kept);
		expect(await store.snapshot(async (read) => Object.fromEntries(await read.versions()))).toEqual(kept);
	});

	test('R08: a device that pulls in pages misses no change, wherever pages are cut and wherever it had stopped', async () => {
		const away = fc.record({ before: commits, after: commits, limit: fc.integer({ min: 1, max: 7 }) });
		await fc.assert(
			fc.asyncProperty(away, async ({ before, after, limit }) => {
				const store = await fresh();
				const school = new School(store);
				const held = new Map<string, number>();
				for (const steps of before) await school.commit(steps);
				const from = await follow(store, held, { from: 0, limit });
				expect(held).toEqual(school.here);
				for (const steps of after) await school.commit(steps);
				await follow(store, held, { from, limit });
				expect(held).toEqual(school.here);
				await removeAll();
			}),
			{ numRuns: 25 }
		);
	});

	test('gives changes oldest first, and rows from the newest backwards', async () => {
		const store = await fresh();
		const school = new School(store);
		for (const steps of [[1, 2, 3], [2, -1], [4]]) await school.commit(steps);
		await store.snapshot(async (read) => {
			const { rows, tombstones } = await read.changesAfter('shelter:school', 2, 10);
			expect(rows.map(({ id, version }) => [id, version])).toEqual([
				['guest3', 3],
				['guest2', 4],
				['guest4', 6]
			]);
			expect(tombstones).toEqual([{ table: 'guests', id: 'guest1', version: 5 }]);
			const below = await read.rowsBelow('shelter:school', 5, 10);
			expect(below.map(({ version }) => version)).toEqual([4, 3]);
			expect(await read.rowsBelow('shelter:school', 6, 1)).toMatchObject([{ id: 'guest4', commit: NOON }]);
			expect(await read.countBelow('shelter:school', 5)).toBe(2);
			const early = await read.rowsOfTables('shelter:school', 4, ['guests', 'shelters']);
			expect(early.map(({ id }) => id).sort()).toEqual(['guest2', 'guest3']);
			expect(await read.rowsOfTables('shelter:school', 4, ['shelters'])).toEqual([]);
			expect(await read.rowsOfTables('shelter:church', 4, ['guests'])).toEqual([]);
		});
	});
}
