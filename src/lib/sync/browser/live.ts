// Live queries: run again when their tables change, at once the first time, then at most every 32 ms.
import { Dexie } from 'dexie';
import type { Timers } from './channel.ts';

/** About two frames of the screen; a burst of changes must not run every query for each of them. */
const GATE_MS = 32;

export interface LiveSettings {
	/** The database's name and the tables whose changes matter. */
	readonly database: string;
	readonly tables: readonly string[];
	readonly timers: Timers;
}

/**
 * Calls `onValue` with the query's result now and after each change, in this tab or another.
 *
 * Errors:  a query that fails calls `onError`; the next change tries again. Returns the function that ends it.
 */
export function live<T>(
	{ database, tables, timers }: LiveSettings,
	query: () => Promise<T>,
	{ onValue, onError }: { onValue: (value: T) => void; onError: (error: unknown) => void }
): () => void {
	let ended = false;
	let running = false;
	let again = false;
	let gated = false;

	const run = async (): Promise<void> => {
		if (ended) return;
		if (running || gated) {
			again = true;
			return;
		}
		running = true;
		again = false;
		try {
			const value = await query();
			if (!stopped()) onValue(value);
		} catch (error) {
			if (!stopped()) onError(error);
		}
		running = false;
		gated = true;
		timers.after(GATE_MS, () => {
			gated = false;
			if (again) void run();
		});
	};
	const stopped = (): boolean => ended;
	const prefixes = tables.map((table) => `idb://${database}/${table}/`);
	const changed = (parts: object): void => {
		if (Object.keys(parts).some((part) => prefixes.some((prefix) => part.startsWith(prefix)))) void run();
	};
	Dexie.on('storagemutated', changed);
	void run();
	return () => {
		ended = true;
		Dexie.on.storagemutated.unsubscribe(changed);
	};
}
