// IndexedDB can lose its connection at any time, most often after sleep: reopen and try again, keeping what was typed.
import type { Timers } from './channel.ts';
import type { ReplicaDatabase } from './database.ts';

/**
 * `newer-build`: another tab has upgraded the database, and this one has let go of it.
 * `older-build`: the database was written by a newer build than this one; it is read, and nothing is written or sent.
 */
export type StorageState = 'well' | 'lost' | 'full' | 'newer-build' | 'older-build';

/** Long enough for a disk that wakes; the person sees “not saved yet” meanwhile. */
const GIVE_UP_AFTER_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_500;

export class StorageFull extends Error {
	override readonly name = 'StorageFull';
}

/** The disk as the person is told of it, and the one way to work on it. */
export class Storage {
	readonly #timers: Timers;
	readonly #onState: (state: StorageState) => void;
	#state: StorageState = 'well';
	#ended = false;

	constructor({ timers, onState }: { timers: Timers; onState: (state: StorageState) => void }) {
		this.#timers = timers;
		this.#onState = onState;
	}

	get state(): StorageState {
		return this.#state;
	}

	/** Nothing is read or written any more, or nothing but reads: the state says which. */
	get ended(): boolean {
		return this.#ended;
	}

	/** For good: this page has closed, or is not the build that may write here. */
	end(state: StorageState = this.#state): void {
		this.#ended = true;
		this.#change(state);
	}

	/**
	 * Runs storage work on `db`; on a lost connection reopens and runs it again.
	 *
	 * Units:   pauses of 100 ms, doubled up to 1.5 s (promise R15: recovered within 2 s of the fault's end).
	 * Errors:  `StorageFull` when there is no room; other errors, and a loss of over a minute, are thrown as they are.
	 */
	async run<T>(db: ReplicaDatabase, work: () => Promise<T>, kind: 'typed' | 'fetched'): Promise<T> {
		for (let waited = 0, pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
			const done = await this.#attempt(work, waited < GIVE_UP_AFTER_MS);
			if (done) {
				// A read says nothing of whether there is room: only what was typed and saved does.
				if (this.#state === 'lost' || kind === 'typed') this.#change('well');
				return done.value;
			}
			this.#change('lost');
			waited += pause;
			const delay = pause;
			await new Promise<void>((resolve) => this.#timers.after(delay, resolve));
			if (!this.#ended) db.dexie.close({ disableAutoOpen: false });
		}
	}

	async #attempt<T>(work: () => Promise<T>, mayTryAgain: boolean): Promise<{ value: T } | undefined> {
		try {
			return { value: await work() };
		} catch (error) {
			if (hasName(error, 'QuotaExceededError')) {
				this.#change('full');
				throw new StorageFull('No room on this device', { cause: error });
			}
			if (this.#ended || !mayTryAgain || !isLostConnection(error)) throw error;
			return undefined;
		}
	}

	#change(state: StorageState): void {
		const isFinal = this.#state === 'newer-build' || this.#state === 'older-build';
		if (state === this.#state || isFinal) return;
		this.#state = state;
		this.#onState(state);
	}
}

const LOST = ['UnknownError', 'InvalidStateError', 'DatabaseClosedError', 'TimeoutError', 'OpenFailedError'];

function isLostConnection(error: unknown): boolean {
	return LOST.some((name) => hasName(error, name));
}

/** Dexie wraps the browser's errors, sometimes twice. */
function hasName(error: unknown, name: string, depth = 0): boolean {
	if (typeof error !== 'object' || error === null || depth > 4) return false;
	if (Reflect.get(error, 'name') === name) return true;
	const inner: unknown = Reflect.get(error, 'inner');
	return hasName(inner, name, depth + 1) || hasName(Reflect.get(error, 'cause'), name, depth + 1);
}
