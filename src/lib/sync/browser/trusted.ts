// Scopes arrive at different times, and a row that moves between them could be met again in an older state.
import { rowKey, type RowKey, type ScopeId, type Table } from '../contract/index.ts';
import { type CursorRecord, type ReplicaDatabase, type RowRecord } from './database.ts';

/**
 * The incoming rows that are not older than what is held, by key.
 *
 * Only rows of movable tables are compared: all others stay in one scope, whose versions order them already.
 * What is held from another life of the server (a scope being refilled) does not count.
 */
export async function notOlder(
	db: ReplicaDatabase,
	incoming: readonly { table: Table; record: RowRecord }[],
	cursors: ReadonlyMap<ScopeId, CursorRecord>
): Promise<Map<RowKey, RowRecord>> {
	const kept = new Map<RowKey, RowRecord>();
	for (const { table, record } of incoming) {
		const key = rowKey(table.name, record.id);
		const held = table.movable ? await heldRecord(db, key, record.id) : undefined;
		const refill = held && cursors.get(held.scope)?.refill;
		const trusted = held && (refill === undefined || held.commit >= refill);
		if (!trusted || held.scope === record.scope || held.commit <= record.commit) kept.set(key, record);
	}
	return kept;
}

/** What the server has confirmed of a row, under whatever waits on top of it. */
export async function heldRecord(db: ReplicaDatabase, key: RowKey, id: string): Promise<RowRecord | undefined> {
	const base = await db.base.get(key);
	if (base) return base.record ?? undefined;
	return db.rows(key.slice(0, key.indexOf('/'))).get(id);
}
