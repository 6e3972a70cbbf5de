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

/**
 * Runs storage work; on a lost connection reopens and runs it again.
 *
 * Units:   pauses of 100 ms, doubled up to 1.5 s (promise R15: recovered within 2 s of the fault's end).
 * Errors:  `StorageFull` when there is no room; other errors, and a loss of over a minute, are thrown as they are.
 */
export async function withReopening<T>(
	db: ReplicaDatabase,
	work: () => Promise<T>,
	{ timers, onState }: { timers: Timers; onState: (state: StorageState) => void }
): Promise<T> {
	for (let waited = 0, pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
		try {
			const result = await work();
			onState('well');
			return result;
		} catch (error) {
			if (hasName(error, 'QuotaExceededError')) {
				onState('full');
				throw new StorageFull('No room on this device', { cause: error });
			}
			if (!isLostConnection(error) || waited >= GIVE_UP_AFTER_MS) throw error;
			onState('lost');
			waited += pause;
			const delay = pause;
			await new Promise<void>((resolve) => timers.after(delay, resolve));
			db.dexie.close({ disableAutoOpen: false });
		}
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
