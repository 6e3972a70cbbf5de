// A server restored from a backup has forgotten what it had acknowledged: this device still knows, and offers it again.
import { DAY_MS } from '#lib/kernel/index.ts';
import { idOf, tableOf, type Registry, type RowKey } from '../contract/index.ts';
import type { AcknowledgedRecord, OutboxRecord, ReplicaDatabase } from './database.ts';
import type { Records } from './records.ts';

/** How long an acknowledged mutation can be offered again, and so how old a backup may be. */
export const ACKNOWLEDGED_KEPT_MS = 30 * DAY_MS;

/**
 * Puts acknowledged mutations that the server no longer knows back into the outbox, and marks every scope for a
 * fetch over what is held: nothing disappears from the screen meanwhile.
 */
export async function travelBack(
	{ db, registry, records }: { db: ReplicaDatabase; registry: Registry; records: Records },
	{
		epoch,
		lastSeq,
		lifeBegan,
		serverTime: now
	}: { epoch: string; lastSeq: number; lifeBegan: number; serverTime: number }
): Promise<void> {
	await db.dexie.transaction('rw', [...db.all], async () => {
		const forgotten = await db.acknowledged.where('seq').above(lastSeq).toArray();
		const offered = await Promise.all(
			forgotten.map(async (mutation): Promise<OutboxRecord> => {
				const { acknowledgedAt: _, writes, ...rest } = mutation;
				const former = await serverOwned({ db, registry, records }, mutation);
				return { ...rest, reoffer: true, former, touched: { reads: writes, writes } };
			})
		);
		await giveBackCommands(db, { epoch, now });
		for (const { touched } of offered) await keepAsBase(db, touched.writes);
		await db.outbox.bulkPut(offered);
		await db.acknowledged.bulkDelete(forgotten.map(({ seq }) => seq));
		await db.cursors.toCollection().modify({ refill: lifeBegan, below: 0, fresh: [] });
		await db.meta.put({ key: 'epoch', value: epoch });
	});
}

/** Commands sent to the server's former life: an alarm may have gone out or not, and only a person can tell. */
async function giveBackCommands(db: ReplicaDatabase, { epoch, now }: { epoch: string; now: number }): Promise<void> {
	const sent = await db.outbox.filter(({ sentIn }) => sentIn !== undefined && sentIn !== epoch).toArray();
	await db.refused.bulkPut(
		sent.map(({ touched: _, ...command }) => ({ ...command, code: 'sync.outcome-unknown', refusedAt: now }))
	);
	await db.outbox.bulkDelete(sent.map(({ seq }) => seq));
}

/** What was confirmed stays shown as the work of a waiting mutation until the server has spoken again. */
async function keepAsBase(db: ReplicaDatabase, keys: readonly RowKey[]): Promise<void> {
	for (const key of keys) {
		if (await db.base.get(key)) continue;
		await db.base.put({ key, record: (await db.rows(tableOf(key)).get(idOf(key))) ?? null });
	}
}

async function serverOwned(
	{ db, registry, records }: { db: ReplicaDatabase; registry: Registry; records: Records },
	{ writes }: AcknowledgedRecord
): Promise<Record<string, Record<string, unknown>>> {
	const former: Record<string, Record<string, unknown>> = {};
	for (const key of writes) {
		const table = registry.table(tableOf(key));
		const fields = table?.serverOwned ?? [];
		const record = table && fields.length > 0 ? await db.rows(tableOf(key)).get(idOf(key)) : undefined;
		if (!table || !record) continue;
		const row = records.toRow(table, record);
		former[key] = Object.fromEntries(fields.map((field) => [field, Reflect.get(row, field) as unknown]));
	}
	return former;
}

/** Forgets acknowledged mutations past their time. */
export async function forgetAcknowledged(db: ReplicaDatabase, now: number): Promise<void> {
	await db.acknowledged.filter(({ acknowledgedAt }) => acknowledgedAt < now - ACKNOWLEDGED_KEPT_MS).delete();
}
