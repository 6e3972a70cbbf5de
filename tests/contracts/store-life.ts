// The store's promises over time: what is still there after it was closed, and what it may forget.
import { expect, test } from 'vitest';
import type { Store } from '#lib/sync/authority/index.ts';
import { gone, guest, NOON, save } from './commits.ts';
import type { Homes } from './store-homes.ts';

const ASA = { clientId: 'tablet', actor: { personId: 'åsa', name: 'Åsa', role: 'Värd' }, lastSeq: 0 };

export function promisesOverTime({ fresh, reopened }: Homes): void {
	test('knows a device by the person it was bound to first, and how far it was judged', async () => {
		const store = await fresh();
		await store.enrol(ASA, NOON);
		await expect(store.enrol({ ...ASA, actor: { ...ASA.actor, personId: 'bo' } }, NOON)).rejects.toThrow();
		await save(store, { lastSeqByClient: new Map([['tablet', 5]]) });
		expect(await store.device('tablet')).toEqual({ ...ASA, lastSeq: 5 });
		expect(await store.device('phone')).toBeUndefined();
	});

	test('forgets old removals only, and says from which version they are complete', async () => {
		const store = await fresh();
		await save(store, { tombstones: [gone('bo', 1), gone('eva', 2)], versions: school(2) });
		await save(store, { tombstones: [gone('nils', 3)], versions: school(3), receivedAt: NOON + 1 });
		expect(await since(store)).toBe(0);
		await store.dropTombstones(NOON + 1);
		expect(await since(store)).toBe(2);
		expect(await store.snapshot((read) => read.changesAfter('shelter:school', 0, 9))).toMatchObject({
			tombstones: [{ id: 'nils' }]
		});
		expect(await store.snapshot((read) => read.tombstonesSince('shelter:church'))).toBe(0);
	});

	test('never claims older removals complete again, though the clock was set back between them', async () => {
		const store = await fresh();
		await save(store, { tombstones: [gone('bo', 1)], versions: school(1), receivedAt: NOON });
		await save(store, { tombstones: [gone('eva', 2)], versions: school(2), receivedAt: NOON - 60_000 });
		await store.dropTombstones(NOON - 1);
		expect(await since(store)).toBe(2);
		await store.dropTombstones(NOON + 1);
		expect(await since(store)).toBe(2);
	});

	test('has everything that was committed when it is opened again, and is the same life of it', async () => {
		const store = await fresh();
		await store.enrol(ASA, NOON);
		await save(store, { rows: [guest('bo', 1)], versions: school(1), series: new Map([['guests', 1]]) });
		const again = await reopened();
		expect([again.epoch, again.lifeBegan]).toEqual([store.epoch, store.lifeBegan]);
		expect(Object.fromEntries(await again.versions())).toEqual({ 'shelter:school': 1 });
		expect(await again.device('tablet')).toEqual(ASA);
		expect(await again.write((tx) => tx.series('guests'))).toBe(1);
		expect(await again.snapshot((read) => read.rowsBelow('shelter:school', 1, 1))).toMatchObject(
			[guest('bo', 1)].map(({ scope: _, ...row }) => row)
		);
	});

	test('begins a life of its own in each new database', async () => {
		const [one, other] = [await fresh(), await fresh()];
		expect(one.epoch).not.toBe(other.epoch);
		expect(one.epoch).not.toBe('');
	});

	test('says when it does not answer any more', async () => {
		const store = await fresh();
		await expect(store.check()).resolves.toBeUndefined();
		await store.close();
		await expect(store.check()).rejects.toThrow();
		await reopened();
	});
}

function school(version: number): ReadonlyMap<string, number> {
	return new Map([['shelter:school', version]]);
}

function since(store: Store): Promise<number> {
	return store.snapshot((read) => read.tombstonesSince('shelter:school'));
}
