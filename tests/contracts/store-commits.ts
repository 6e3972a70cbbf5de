// The store's promises about commits: all or nothing, once, and never seen half done.
import { expect, test } from 'vitest';
import type { Commit } from '#lib/sync/authority/index.ts';
import { commitOf, entry, gone, guest, NOON, save } from './commits.ts';
import type { Homes } from './store-homes.ts';

const ASA = { clientId: 'tablet', actor: { personId: 'åsa', name: 'Åsa', role: 'Värd' }, lastSeq: 0 };

export function promisesAboutCommits({ fresh }: Homes): void {
	test('finds a verdict by device and number, and no other', async () => {
		const store = await fresh();
		await save(store, { history: [entry('tablet', 1), entry('tablet', 2), entry('other', 1)] });
		await store.write(async (tx) => {
			expect(await tx.verdict('tablet', 2)).toEqual(entry('tablet', 2).verdict);
			expect(await tx.verdict('other', 2)).toBeUndefined();
		});
		expect(await store.history(0, 2)).toEqual([entry('tablet', 1), entry('tablet', 2)]);
		expect(await store.history(2, 2)).toEqual([entry('other', 1)]);
	});

	test('judges nothing twice: a second verdict for one number fails the commit', async () => {
		const store = await fresh();
		await save(store, { history: [entry('tablet', 1)] });
		await expect(save(store, { history: [entry('tablet', 1)], rows: [guest('bo', 1)] })).rejects.toThrow();
		expect(await store.snapshot((read) => read.rowsBelow('shelter:school', 9, 9))).toEqual([]);
	});

	test('counts series from nothing and remembers the last text, each under its name', async () => {
		const store = await fresh();
		await save(store, { series: new Map([['guests', 6]]), memory: new Map([['chain', 'a']]), number: NOON });
		await save(store, { series: new Map([['guests', 7]]), memory: new Map([['chain', 'b']]), number: NOON + 1 });
		await store.write(async (tx) => {
			expect([await tx.series('guests'), await tx.series('beds')]).toEqual([7, 0]);
			expect([await tx.memory('chain'), await tx.memory('bed')]).toEqual(['b', undefined]);
			expect(await tx.lastCommit()).toBe(NOON + 1);
		});
	});

	test('R05: asks for an effect once per key, however often it is asked for and settled', async () => {
		const store = await fresh();
		const sms = { kind: 'sms', key: 'bo', payload: { to: 'åsa' } };
		await save(store, { effects: [sms, { ...sms, key: 'eva' }] });
		await save(store, { effects: [{ ...sms, payload: { to: 'nobody' } }], receivedAt: NOON + 1 });
		expect(await store.waitingEffects(10)).toEqual([
			{ ...sms, attempts: 0 },
			{ ...sms, key: 'eva', attempts: 0 }
		]);
		await store.settleEffect('bo', 'done', NOON);
		await store.settleEffect('eva', 'waiting', NOON);
		await save(store, { effects: [sms] });
		expect(await store.waitingEffects(10)).toEqual([{ ...sms, key: 'eva', attempts: 1 }]);
	});

	test('keeps nothing at all of a commit that fails on its way', async () => {
		const store = await fresh();
		await store.enrol(ASA, NOON);
		await save(store, { rows: [guest('bo', 1)], versions: new Map([['shelter:school', 1]]) });
		const half = store.write(async (tx) => {
			await tx.save({
				receivedAt: NOON,
				number: NOON + 9,
				rows: [guest('bo', 2, 'school', 'Changed'), guest('eva', 3)],
				tombstones: [gone('nils', 4)],
				removed: [],
				versions: new Map([['shelter:school', 4]]),
				lastSeqByClient: new Map([['tablet', 3]]),
				history: [entry('tablet', 3)],
				series: new Map([['guests', 2]]),
				memory: new Map([['chain', 'x']]),
				effects: [{ kind: 'sms', key: 'eva', payload: {} }]
			});
			throw new Error('The power is gone');
		});
		await expect(half).rejects.toThrow('The power is gone');
		expect(Object.fromEntries(await store.versions())).toEqual({ 'shelter:school': 1 });
		expect(await store.device('tablet')).toEqual(ASA);
		expect(await store.history(0, 9)).toEqual([]);
		expect(await store.waitingEffects(9)).toEqual([]);
		await store.snapshot(async (read) => {
			const { rows, tombstones } = await read.changesAfter('shelter:school', 0, 9);
			expect(rows).toMatchObject([{ id: 'bo', body: guest('bo', 1).body }]);
			expect(tombstones).toEqual([]);
		});
		await store.write(async (tx) => {
			expect([await tx.series('guests'), await tx.memory('chain'), await tx.lastCommit()]).toEqual([
				0,
				undefined,
				NOON
			]);
		});
	});

	test('shows a reader whole commits only, never an open one', async () => {
		const store = await fresh();
		const seen = (): Promise<[number, number | undefined]> =>
			store.snapshot(async (read) => [
				await read.countBelow('shelter:school', 99),
				(await read.versions()).get('shelter:school')
			]);
		await save(store, whole(1));
		let during: Promise<[number, number | undefined]> | undefined;
		await store.write(async (tx) => {
			await tx.save(commitOf(whole(2)));
			during = seen();
			await new Promise((turn) => setImmediate(turn));
		});
		// A database without a second connection answers afterwards; none answers with half a commit.
		const wholes = [
			[1, 1],
			[2, 2]
		];
		expect(wholes).toContainEqual(await during);
		expect(await seen()).toEqual([2, 2]);
	});

	test('shows a reader one moment for as long as it reads, whatever is committed meanwhile', async () => {
		const store = await fresh();
		await save(store, whole(1));
		const writing: Promise<void>[] = [];
		const seen = await store.snapshot(async (read) => {
			const before = await read.countBelow('shelter:school', 99);
			writing.push(save(store, whole(2)));
			await new Promise((turn) => setImmediate(turn));
			return [before, await read.countBelow('shelter:school', 99), (await read.versions()).get('shelter:school')];
		});
		expect(seen).toEqual([1, 1, 1]);
		await Promise.all(writing);
		expect(await store.snapshot((read) => read.countBelow('shelter:school', 99))).toBe(2);
	});
}

/** A commit that adds one guest and raises the version to match. */
function whole(version: number): Partial<Commit> {
	return { rows: [guest(`guest${version}`, version)], versions: new Map([['shelter:school', version]]) };
}
