// Waiting mutations run again on top of changed rows, in memory.
import {
	idOf,
	Overlay,
	runMutator,
	tableOf,
	type Actor,
	type OverlayWrite,
	type Registry,
	type RowKey,
	type RowSource
} from '../contract/index.ts';
import type { OutboxRecord, Touched } from './database.ts';
import type { Records } from './records.ts';

export interface RedoSettings {
	readonly registry: Registry;
	readonly records: Records;
	readonly actor: Actor;
}

export interface Redone {
	readonly writes: ReadonlyMap<RowKey, OverlayWrite>;
	readonly touchedBySeq: ReadonlyMap<number, Touched>;
}

export const NOTHING_TOUCHED: Touched = { reads: [], writes: [] };

/**
 * Runs `mutations` in order over `source`.
 *
 * One that refuses keeps its place without effect: only the server's verdict moves it. What it read is kept,
 * so that it is tried again when that changes. One that throws is treated alike; the server will name the bug.
 */
export async function redo(
	{ registry, records, actor }: RedoSettings,
	source: RowSource,
	mutations: readonly OutboxRecord[]
): Promise<Redone> {
	const result = new Overlay(source);
	const touchedBySeq = new Map<number, Touched>();
	for (const mutation of mutations) {
		const { seq, name, at } = mutation;
		const mutator = registry.mutator(name);
		if (!mutator?.optimistic) {
			touchedBySeq.set(seq, NOTHING_TOUCHED);
			continue;
		}
		const layer = new Overlay(result);
		const accepted = await runQuietly(() =>
			runMutator(registry, mutator, { tx: layer, actor, at, judgedAt: at }, records.argsOf(mutation))
		);
		if (accepted) result.absorb(layer);
		touchedBySeq.set(seq, { reads: [...layer.reads], writes: accepted ? [...layer.writes.keys()] : [] });
	}
	return { writes: result.writes, touchedBySeq };
}

async function runQuietly(run: () => Promise<{ ok: boolean }>): Promise<boolean> {
	try {
		return (await run()).ok;
	} catch (error) {
		// A lost database must end the transaction; a bug in a mutator must not block the frames of everyone else.
		if (error instanceof Error && /Transaction|Database|Abort|Unknown/.test(error.name)) throw error;
		return false;
	}
}

/** The tables that `keys` lie in, with the ids asked of each. */
export function byTable(keys: Iterable<RowKey>): ReadonlyMap<string, string[]> {
	const ids = new Map<string, string[]>();
	for (const key of keys) {
		const list = ids.get(tableOf(key)) ?? [];
		list.push(idOf(key));
		ids.set(tableOf(key), list);
	}
	return ids;
}
