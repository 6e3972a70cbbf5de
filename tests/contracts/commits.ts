// Commits as the judge would hand them to a store, with only what a test is about spelt out.
import type { Commit, HistoryEntry, Store, StoredRow, StoredTombstone } from '#lib/sync/authority/index.ts';

export const NOON = Date.UTC(2026, 10, 25, 12);

export function save(store: Store, parts: Partial<Commit>): Promise<void> {
	return store.write((tx) => tx.save(commitOf(parts)));
}

export function commitOf(parts: Partial<Commit>): Commit {
	return {
		receivedAt: NOON,
		number: NOON,
		rows: [],
		tombstones: [],
		removed: [],
		versions: new Map(),
		lastSeqByClient: new Map(),
		history: [],
		series: new Map(),
		memory: new Map(),
		effects: [],
		...parts
	};
}

export function guest(id: string, version: number, shelter = 'school', name = 'Bo'): StoredRow {
	const body = JSON.stringify({ id, shelter, name });
	return { table: 'guests', id, scope: `shelter:${shelter}`, version, commit: NOON, body };
}

export function gone(id: string, version: number): StoredTombstone {
	return { table: 'guests', id, scope: 'shelter:school', version };
}

export function entry(clientId: string, seq: number): HistoryEntry {
	return {
		clientId,
		seq,
		personId: 'åsa',
		name: 'guest.arrive',
		args: '{"id":"bo"}',
		at: NOON - 1,
		receivedAt: NOON,
		verdict: { seq, refused: 'guest.full', versions: { 'shelter:school': seq } },
		rowsAfter: '[]'
	};
}

/** A shelter over time: guests come, change and go, several in one commit. */
export class School {
	/** Guest → the version of their row. */
	readonly here = new Map<string, number>();
	readonly #store: Store;
	#version = 0;

	constructor(store: Store) {
		this.#store = store;
	}

	/** A number writes that guest anew; a negative one removes them. */
	async commit(steps: readonly number[]): Promise<void> {
		const rows: StoredRow[] = [];
		const tombstones: StoredTombstone[] = [];
		for (const step of new Map(steps.map((value) => [Math.abs(value), value])).values()) {
			const id = `guest${Math.abs(step)}`;
			if (step < 0 && !this.here.has(id)) continue;
			this.#version += 1;
			if (step > 0) {
				rows.push(guest(id, this.#version));
				this.here.set(id, this.#version);
			} else {
				tombstones.push(gone(id, this.#version));
				this.here.delete(id);
			}
		}
		const versions = new Map([['shelter:school', this.#version]]);
		await save(this.#store, { rows, tombstones, removed: tombstones, versions });
	}
}

/** Follows the school from version `from` in pages of `limit`, as a device does; returns where it has come to. */
export async function follow(
	store: Store,
	held: Map<string, number>,
	{ from, limit }: { from: number; limit: number }
): Promise<number> {
	const { rows, tombstones } = await store.snapshot((read) => read.changesAfter('shelter:school', from, limit));
	const changes = [...rows, ...tombstones];
	if (changes.length > limit) throw new Error('A page is longer than was asked for');
	if (changes.length === 0) return from;
	const to = Math.max(...changes.map(({ version }) => version));
	if (to <= from) throw new Error('A page brings the device no further');
	for (const { id } of tombstones) held.delete(id);
	for (const { id, version } of rows) held.set(id, version);
	return follow(store, held, { from: to, limit });
}
