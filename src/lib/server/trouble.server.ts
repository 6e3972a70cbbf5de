// What is wrong with this server just now: seen in /health, and told to administrators by whoever listens.
import type { SqliteStore } from './store/sqlite-store.server.ts';

/** Keys of texts. */
export type TroubleCode = 'server.disk-full' | 'server.database-refuses' | 'server.backup-failed';

export interface TroubleChange {
	readonly code: TroubleCode;
	/** False when it is over. */
	readonly began: boolean;
}

/** SQLite's primary result codes (sqlite.org/rescode.html). */
const FULL = 13;
/** Read-only, input/output error, damaged, cannot open, not a database. */
const REFUSES = new Set([8, 10, 11, 14, 26]);

/** What a failed write says about the disk or the database; undefined for a bug in a mutator, or one that was only busy. */
export function troubleIn(error: unknown): TroubleCode | undefined {
	if (!(error instanceof Error)) return undefined;
	const extended: unknown = Reflect.get(error, 'errcode');
	if (typeof extended !== 'number') return troubleIn(error.cause);
	const primary = extended & 0xff;
	if (primary === FULL) return 'server.disk-full';
	return REFUSES.has(primary) ? 'server.database-refuses' : undefined;
}

export class Trouble {
	readonly #codes = new Set<TroubleCode>();
	readonly #listeners = new Set<(change: TroubleChange) => void>();

	has(code: TroubleCode): boolean {
		return this.#codes.has(code);
	}

	/** What is wrong now, in the order it began. */
	get codes(): readonly TroubleCode[] {
		return [...this.#codes];
	}

	/** Calls `listener` once when something begins and once when it is over; returns what ends that. */
	listen(listener: (change: TroubleChange) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	set(code: TroubleCode, began: boolean): void {
		if (this.#codes.has(code) === began) return;
		if (began) this.#codes.add(code);
		else this.#codes.delete(code);
		for (const listener of this.#listeners) listener({ code, began });
	}

	/** A write went through: disk and database take them again. */
	wrote(): void {
		this.set('server.disk-full', false);
		this.set('server.database-refuses', false);
	}

	/** A write did not go through. */
	refused(error: unknown): void {
		const code = troubleIn(error);
		if (code) this.set(code, true);
	}
}

/** Tells `trouble` how each write to `store` went; what the writer learns stays the same. */
export function watchWrites(store: SqliteStore, trouble: Trouble): SqliteStore {
	const write = store.write.bind(store);
	store.write = async (work) => {
		try {
			const result = await write(work);
			trouble.wrote();
			return result;
		} catch (error) {
			trouble.refused(error);
			throw error;
		}
	};
	return store;
}
