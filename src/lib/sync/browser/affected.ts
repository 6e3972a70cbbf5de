// Which waiting mutations a change concerns: only these are undone and done again.
import { tableOf, wholeTable, type RowKey } from '../contract/index.ts';
import type { Touched } from './database.ts';

export interface Toucher {
	readonly seq: number;
	readonly touched: Touched;
}

export class AffectedSet {
	readonly seqs = new Set<number>();
	/** Keys whose shown value is no longer to be trusted. */
	readonly dirty = new Set<RowKey>();
	readonly #pending: readonly Toucher[];
	readonly #dirtyTables = new Set<RowKey>();

	constructor(pending: readonly Toucher[]) {
		this.#pending = pending;
	}

	/** Marks rows that the server has changed or that a judged mutation had written. */
	soil(keys: Iterable<RowKey>): void {
		for (const key of keys) {
			this.dirty.add(key);
			this.#dirtyTables.add(wholeTable(tableOf(key)));
		}
	}

	/**
	 * Adds, to a fixpoint, every mutation that touched a dirty row, and every one that wrote a row which
	 * an affected mutation touches: the latter must be out of the way when the former runs again.
	 *
	 * Returns true when the set has grown.
	 */
	close(rerun: ReadonlyMap<number, Touched> = new Map()): boolean {
		const before = this.seqs.size;
		for (let size = -1; size !== this.seqs.size;) {
			size = this.seqs.size;
			const needed = this.#neededBy(rerun);
			for (const mutation of this.#pending) {
				if (this.seqs.has(mutation.seq) || !(this.#meets(mutation.touched) || mutation.touched.writes.some(needed)))
					continue;
				this.seqs.add(mutation.seq);
				this.soil(mutation.touched.writes);
			}
		}
		return this.seqs.size > before;
	}

	all(): void {
		for (const mutation of this.#pending) {
			this.seqs.add(mutation.seq);
			this.soil(mutation.touched.writes);
		}
	}

	#meets({ reads, writes }: Touched): boolean {
		return [...reads, ...writes].some((key) => this.dirty.has(key) || this.#dirtyTables.has(key));
	}

	#neededBy(rerun: ReadonlyMap<number, Touched>): (key: RowKey) => boolean {
		const needed = new Set<RowKey>();
		for (const mutation of this.#pending) {
			if (!this.seqs.has(mutation.seq)) continue;
			for (const touched of [mutation.touched, rerun.get(mutation.seq)]) {
				if (!touched) continue;
				for (const key of touched.reads) needed.add(key);
				for (const key of touched.writes) needed.add(key);
			}
		}
		return (key) => needed.has(key) || needed.has(wholeTable(tableOf(key)));
	}
}
