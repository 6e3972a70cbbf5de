// A change made here: shown at once, kept for the server, in one transaction on disk.
import { MINUTE_MS, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { Overlay, PUSH_BYTES_MAX, rowKey, runMutator, type Mutator } from '../contract/index.ts';
import type { OutboxRecord } from './database.ts';
import type { Envelopes } from './envelopes.ts';
import type { ReceiveSettings } from './receive.ts';
import { NOTHING_TOUCHED } from './redo.ts';
import { ShownRows } from './shown-rows.ts';

export interface MutateSettings extends ReceiveSettings {
	readonly envelopes: Envelopes;
}

/**
 * Runs a mutator on the replica and appends the mutation to the outbox.
 *
 * Shapes:  the value is the outbox record, its sequence number given by IndexedDB inside the transaction.
 * Units:   `at` is the device's time in ms, corrected by the last known offset to the server.
 * Errors:  the mutator's refusal, or `sync.bad-arguments`; then nothing is written. Storage errors throw.
 */
export async function mutate<A>(
	settings: MutateSettings,
	mutator: Mutator<A>,
	{ args, at }: { args: A; at: number }
): Promise<Result<OutboxRecord>> {
	const parsed = mutator.args.safeParse(args);
	if (!parsed.success) return refuse('sync.bad-arguments');
	const { db, records, registry, actor, envelopes } = settings;
	const text = JSON.stringify(parsed.data);
	// What the wire cannot carry would stand in the way of everything behind it.
	if (text.length > PUSH_BYTES_MAX) return refuse('sync.too-large');
	if (!mutator.optimistic) {
		const expiresAt = at + (mutator.expiresAfter ?? 30) * MINUTE_MS;
		const waiting = { name: mutator.name, at, expiresAt, touched: NOTHING_TOUCHED };
		return ok(await db.dexie.transaction('rw', db.outbox, () => envelopes.add(db, waiting, text)));
	}

	return db.dexie.transaction('rw', [...db.all], async () => {
		const shown = new ShownRows(db, records);
		const overlay = new Overlay(shown);
		const result = await runMutator(registry, mutator, { tx: overlay, actor, at, judgedAt: at }, parsed.data);
		if (!result.ok) return result;

		const keys = [...overlay.writes.keys()];
		const waiting = { name: mutator.name, at, touched: { reads: [...overlay.reads], writes: keys } };
		const [record] = await Promise.all([envelopes.add(db, waiting, text), keepBases(settings, shown, overlay)]);
		settings.faults?.at('mutate');
		return ok(record);
	});
}

/** Before the first write to a row, what the server has confirmed of it is put aside. */
async function keepBases({ db, records }: ReceiveSettings, shown: ShownRows, overlay: Overlay): Promise<void> {
	const known = await db.base.bulkGet([...overlay.writes.keys()]);
	await Promise.all(
		[...overlay.writes.values()].map(async ({ table, id, row }, index) => {
			const before = await shown.record(table.name, id);
			const base = known[index];
			await Promise.all([
				base ? undefined : db.base.put({ key: rowKey(table.name, id), record: before ?? null }),
				row
					? db.rows(table.name).put(records.fromRow(table, row, (base ? base.record : before) ?? undefined))
					: db.rows(table.name).delete(id)
			]);
		})
	);
}
