// R01, R02, R33: nobody is answered before it is on disk, and a commit that fails has never happened.
import { expect, test } from 'vitest';
import type { Store, StoreTx } from '#lib/sync/authority/index.ts';
import { openSqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { arrival, Judging, mutation } from './judging.ts';
import { sheltersRegistry } from './shelters.ts';

/** A store whose commits wait at a gate, and whose reads and commits can be made to fail. */
class SlowStore {
	readonly store: Store;
	failing: 'no' | 'commit' | 'reads' | 'word' = 'no';
	commits = 0;
	readonly #gate = Promise.withResolvers<undefined>();
	readonly #reached = Promise.withResolvers<undefined>();

	readonly #gated: boolean;

	constructor(real: Store, gated: boolean) {
		this.#gated = gated;
		const write: Store['write'] = async (work) => {
			const done = await real.write(async (tx) => {
				const result = await work(this.failing === 'reads' ? unreadable(tx) : tx);
				this.#reached.resolve(undefined);
				if (this.#gated) await this.#gate.promise;
				if (this.failing === 'commit') throw new Error('The disk is full');
				this.commits += 1;
				return result;
			});
			if (this.failing === 'word') throw new Error('The line to the database broke');
			return done;
		};
		this.store = new Proxy(real, {
			get(target, name) {
				if (name === 'write') return write;
				const value: unknown = Reflect.get(target, name, target);
				return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
			}
		});
	}

	/** Resolves when a commit is all but done. */
	get reached(): Promise<undefined> {
		return this.#reached.promise;
	}

	open(): void {
		this.#gate.resolve(undefined);
	}
}

function unreadable(tx: StoreTx): StoreTx {
	return { ...tx, get: () => Promise.reject(new Error('The disk does not answer')) };
}

async function slowHall(gated = false): Promise<{ slow: SlowStore; hall: Judging }> {
	const slow = new SlowStore(await openSqliteStore(':memory:', sheltersRegistry, () => 'epoch'), gated);
	return { slow, hall: new Judging(slow.store) };
}

test('nobody hears a verdict while the store has not committed, and what waits meanwhile is committed together', async () => {
	const { slow, hall } = await slowHall(true);
	const tablets = await Promise.all(['a', 'b', 'c'].map((name) => hall.device(name)));
	const answers = tablets.map((tablet, index) => hall.push(tablet, [arrival(1, `guest${index}`)]));
	await slow.reached;
	await new Promise((turn) => setImmediate(turn));
	expect(hall.left).toEqual([]);
	slow.open();
	const verdict = { seq: 1, versions: { 'shelter:school': 3 } };
	expect(await Promise.all(answers)).toEqual(Array(3).fill({ verdicts: [verdict] }));
	expect(slow.commits).toBe(1);
});

test('a verdict leaves before its frame, so that the author drops the mutation and gets the row in one go', async () => {
	const hall = await Judging.open();
	const tablet = await hall.device('tablet');
	await hall.push(tablet, [arrival(1, 'bo')]);
	await hall.authority.idle();
	expect(hall.left).toEqual(['verdict', 'frame']);
	expect(hall.frames).toMatchObject([{ scope: 'shelter:school', from: 0, to: 1, rows: [{ id: 'bo', version: 1 }] }]);
});

test.each(['commit', 'reads'] as const)(
	'when %s of the store fail nobody is answered and nothing is kept; sent again it is taken once',
	async (failing) => {
		const { slow, hall } = await slowHall();
		const [tablet, other] = [await hall.device('tablet'), await hall.device('other')];
		await hall.push(tablet, [arrival(1, 'bo')]);
		slow.failing = failing;
		const batch = [arrival(2, 'eva'), arrival(3, 'nils')];
		expect(await Promise.all([hall.push(tablet, batch), hall.push(other, [arrival(1, 'per')])])).toEqual([
			undefined,
			undefined
		]);
		await hall.authority.idle();
		expect(hall.left).toEqual(['verdict', 'frame', 'failed']);
		expect(await hall.guestsOf('school')).toHaveLength(1);
		slow.failing = 'no';
		expect(await hall.verdicts(tablet, batch)).toEqual([
			{ seq: 2, versions: { 'shelter:school': 3 } },
			{ seq: 3, versions: { 'shelter:school': 3 } }
		]);
		expect(await hall.guestsOf('school')).toMatchObject([
			{ id: 'nils', number: 3 },
			{ id: 'eva', number: 2 },
			{ id: 'bo' }
		]);
		expect(hall.bugs).toEqual([]);
	}
);

test('a commit of which the word was lost is answered when it is sent again, and what comes after it is counted on', async () => {
	const { slow, hall } = await slowHall();
	const tablet = await hall.device('tablet');
	await hall.push(tablet, [arrival(1, 'bo')]);
	slow.failing = 'word';
	expect(await hall.push(tablet, [arrival(2, 'eva')])).toBeUndefined();
	slow.failing = 'no';
	expect(await hall.verdicts(tablet, [arrival(2, 'eva'), arrival(3, 'nils')])).toEqual([
		{ seq: 2, versions: { 'shelter:school': 2 } },
		{ seq: 3, versions: { 'shelter:school': 3 } }
	]);
	expect(await hall.guestsOf('school')).toMatchObject([{ id: 'nils' }, { id: 'eva' }, { id: 'bo' }]);
});

test('R33: on a full disk nothing is acknowledged, reading goes on, and with space again everything is taken', async () => {
	const store = await openSqliteStore(':memory:', sheltersRegistry, () => 'epoch');
	const hall = new Judging(store);
	const tablet = await hall.device('tablet');
	await hall.push(tablet, [arrival(1, 'bo')]);
	const { page_count: pages } = store.raw.prepare('PRAGMA page_count').get() as { page_count: number };
	store.raw.exec(`PRAGMA max_page_count = ${pages}`);
	const crowd = Array.from({ length: 200 }, (_, n) => arrival(n + 2, `guest-${n}-${'x'.repeat(60)}`));
	expect(await hall.push(tablet, crowd)).toBeUndefined();
	expect(await hall.guestsOf('school')).toMatchObject([{ id: 'bo' }]);
	store.raw.exec('PRAGMA max_page_count = 100000');
	expect(await hall.verdicts(tablet, crowd)).toHaveLength(200);
	expect(await hall.guestsOf('school')).toHaveLength(201);
});

test('what only the server knows is written in the commit that takes the guest in', async () => {
	const hall = await Judging.open();
	const tablet = await hall.device('tablet');
	await hall.push(tablet, [arrival(1, 'bo'), arrival(2, 'eva')]);
	const owned = [
		{ id: 'eva', number: 2, after: 'bo', receivedAt: hall.now },
		{ id: 'bo', number: 1, receivedAt: hall.now }
	];
	expect(await hall.guestsOf('school')).toMatchObject(owned);
	expect(hall.frames[0]?.rows.map(({ body }): unknown => JSON.parse(body)).reverse()).toMatchObject(owned);
});

test('a guest who moves leaves a gap in the old shelter and is there in the new one, in one commit', async () => {
	const hall = await Judging.open();
	const tablet = await hall.device('tablet');
	await hall.push(tablet, [arrival(1, 'bo')]);
	const verdicts = await hall.verdicts(tablet, [mutation(2, 'guest.move', { id: 'bo', shelter: 'church' })]);
	expect(verdicts).toEqual([{ seq: 2, versions: { 'shelter:school': 2, 'shelter:church': 1 } }]);
	const together = { 'shelter:school': 2, 'shelter:church': 1 };
	expect(hall.frames.slice(1)).toMatchObject([
		{ scope: 'shelter:school', from: 1, to: 2, rows: [], tombstones: [{ id: 'bo', version: 2 }], with: together },
		{ scope: 'shelter:church', from: 0, to: 1, rows: [{ id: 'bo', version: 1 }], tombstones: [], with: together }
	]);
	await hall.push(tablet, [mutation(3, 'guest.leave', { id: 'bo' })]);
	expect(hall.frames.at(-1)).toMatchObject({ rows: [], tombstones: [{ id: 'bo', version: 2 }] });
	expect(await hall.guestsOf('church')).toEqual([]);
});

test('R09: a verdict does not name a shelter that its author may not see', async () => {
	const hall = await Judging.open();
	const tablet = await hall.device('tablet');
	await hall.push(tablet, [arrival(1, 'bo')]);
	expect(await hall.verdicts(tablet, [mutation(2, 'guest.move', { id: 'bo', shelter: 'secret' })])).toEqual([
		{ seq: 2, versions: { 'shelter:school': 2 } }
	]);
});

test('R20, C03: what a restored server has forgotten is taken once when offered again, and no message goes out', async () => {
	const hall = await Judging.open();
	const tablet = await hall.device('tablet');
	const former = { 'guests/bo': { number: 7 } };
	const again = { ...arrival(41, 'bo'), follows: 0, reoffer: true as const, former };
	const [first, second] = await Promise.all([hall.push(tablet, [again]), hall.push(tablet, [again])]);
	expect(first).toEqual(second);
	expect(await hall.guestsOf('school')).toMatchObject([{ id: 'bo', number: 1, after: 'formerly 7' }]);
	expect(await hall.store.waitingEffects(10)).toEqual([]);
	await hall.push(tablet, [arrival(42, 'eva')]);
	expect(await hall.store.waitingEffects(10)).toMatchObject([{ kind: 'sms', key: 'arrived:eva' }]);
});

test('history says who did what and when, and of what is personal only that it changed', async () => {
	const hall = await Judging.open();
	const tablet = await hall.device('tablet');
	await hall.push(tablet, [
		{ ...arrival(1, 'bo'), at: hall.now - 60_000 },
		mutation(2, 'guest.arrive', { id: 'eva', shelter: 'school', name: { full: 'Eva Ek' } }),
		mutation(3, 'guest.wave', { name: 'Eva Ek' })
	]);
	const history = await hall.store.history(0, 10);
	expect(JSON.stringify(history)).not.toMatch(/Bo Ek|Eva Ek/);
	expect(history).toMatchObject([
		{
			clientId: 'tablet',
			seq: 1,
			personId: 'person-tablet',
			name: 'guest.arrive',
			at: hall.now - 60_000,
			receivedAt: hall.now
		},
		{ seq: 2, args: '"changed"', rowsAfter: '[]', verdict: { refused: 'sync.bad-arguments' } },
		{ seq: 3, args: '"changed"', rowsAfter: '[]', verdict: { refused: 'sync.unknown-mutation' } }
	]);
	expect(JSON.parse(history[0]?.args ?? '')).toEqual({ id: 'bo', shelter: 'school', name: 'changed' });
	expect(JSON.parse(history[0]?.rowsAfter ?? '')).toMatchObject([['guests', 'bo', { name: 'changed', number: 1 }]]);
});
