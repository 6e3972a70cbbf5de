// Undo, apply, redo: one transaction takes the replica from one true picture to the next.
import { rowKey, tableOf, idOf, type Faults, type Registry, type RowKey, type Verdict } from '../contract/index.ts';
import { AffectedSet } from './affected.ts';
import type { CursorRecord, OutboxRecord, ReplicaDatabase, RowRecord, Touched } from './database.ts';
import { byTable, NOTHING_TOUCHED, redo, type Redone, type RedoSettings } from './redo.ts';
import type { Records } from './records.ts';
import { RestoredRows, ShownRows } from './shown-rows.ts';

/** What the server says of one row: its record, or `null` when it is gone. */
export type ConfirmedChanges = ReadonlyMap<RowKey, RowRecord | null>;

export interface Incoming {
	readonly changes: ConfirmedChanges;
	/** Verdicts whose effect is in `changes` or was before; refused ones leave at once. */
	readonly leaving: ReadonlyMap<number, Verdict>;
	readonly cursors: readonly CursorRecord[];
}

export interface ReceiveSettings extends RedoSettings {
	readonly db: ReplicaDatabase;
	readonly registry: Registry;
	readonly records: Records;
	readonly now: () => number;
	/** Names the build that notes what it cannot read. */
	readonly build?: string;
	/** Something on the way in was not as it should be; told once. */
	readonly onProblem?: (error: unknown) => void;
	/** Simulations crash here: `receive` and `mutate`, each inside its transaction after everything is written. */
	readonly faults?: Faults;
	/** `all` undoes and redoes everything: the plain meaning, against which the short cut is tested. */
	readonly redoing?: 'affected' | 'all';
}

/**
 * Applies `incoming` inside the caller's transaction over `db.all`.
 *
 * Keeps shown = confirmed + pending: rows under waiting mutations are put back to what the server had confirmed,
 * the change is laid on, judged mutations leave, and the affected rest runs again.
 */
export async function receive(settings: ReceiveSettings, incoming: Incoming): Promise<void> {
	const { db } = settings;
	const pending = await db.outbox.toArray();
	if (pending.length === 0) await writeRows(db, incoming.changes);
	else await rebase(settings, incoming, pending);
	if (incoming.cursors.length > 0) await db.cursors.bulkPut([...incoming.cursors]);
	settings.faults?.at('receive');
}

async function rebase(settings: ReceiveSettings, incoming: Incoming, pending: readonly OutboxRecord[]): Promise<void> {
	const { db, records, registry } = settings;
	const staying = pending.filter((mutation) => !incoming.leaving.has(mutation.seq));
	const leaving = pending.filter((mutation) => incoming.leaving.has(mutation.seq));

	const affected = new AffectedSet(staying);
	affected.soil(incoming.changes.keys());
	for (const mutation of leaving) affected.soil(mutation.touched.writes);
	if (settings.redoing === 'all') affected.all();
	else affected.close();

	const shown = new ShownRows(db, records);
	const bases = new Map((await db.base.toArray()).map(({ key, record }) => [key, record]));
	const confirmed = new Map<RowKey, RowRecord | undefined>();
	const source = new RestoredRows(shown);
	let rerun: Redone;
	do {
		await readShown(db, shown, affected.dirty);
		for (const key of affected.dirty) {
			const change = incoming.changes.get(key);
			const before = bases.has(key) ? (bases.get(key) ?? undefined) : shown.read.get(key);
			const record = change === undefined ? before : (change ?? undefined);
			const table = registry.table(tableOf(key));
			if (!table) throw new Error(`No table for the row ${key}`);
			confirmed.set(key, record);
			source.restored.set(key, { table, id: idOf(key), row: record && records.toRow(table, record) });
		}
		rerun = await redo(
			settings,
			source,
			staying.filter((mutation) => affected.seqs.has(mutation.seq))
		);
		affected.soil(rerun.writes.keys());
	} while (affected.close(rerun.touchedBySeq) || [...affected.dirty].some((key) => !confirmed.has(key)));

	const final = new Map<RowKey, RowRecord | null>();
	for (const [key, record] of confirmed) {
		const write = rerun.writes.get(key);
		if (!write) final.set(key, record ?? null);
		else final.set(key, write.row ? records.fromRow(write.table, write.row, record) : null);
	}
	await Promise.all([
		writeRows(db, changedOnly(records, final, shown)),
		settleBases(db, { confirmed, rerun: rerun.touchedBySeq, bases }),
		settleOutbox(settings, { leaving, verdicts: incoming.leaving, staying, rerun: rerun.touchedBySeq })
	]);
}

async function readShown(db: ReplicaDatabase, shown: ShownRows, keys: ReadonlySet<RowKey>): Promise<void> {
	const missing = [...keys].filter((key) => !shown.read.has(key));
	await Promise.all(
		[...byTable(missing)].map(async ([table, ids]) => {
			const found = await db.rows(table).bulkGet(ids);
			ids.forEach((id, index) => shown.read.set(rowKey(table, id), found[index]));
		})
	);
}

function changedOnly(
	records: Records,
	final: ReadonlyMap<RowKey, RowRecord | null>,
	shown: ShownRows
): ConfirmedChanges {
	return new Map([...final].filter(([key, record]) => !records.same(key, record ?? undefined, shown.read.get(key))));
}

/** Writes rows to their tables, in one call per table. */
export async function writeRows(db: ReplicaDatabase, changes: ConfirmedChanges): Promise<void> {
	const puts = new Map<string, RowRecord[]>();
	const removed: RowKey[] = [];
	for (const [key, record] of changes) {
		if (record === null) {
			removed.push(key);
			continue;
		}
		const list = puts.get(tableOf(key));
		if (list) list.push(record);
		else puts.set(tableOf(key), [record]);
	}
	await Promise.all([
		...[...puts].map(([table, records]) => db.rows(table).bulkPut(records)),
		...[...byTable(removed)].map(([table, ids]) => db.rows(table).bulkDelete(ids))
	]);
}

async function settleBases(
	db: ReplicaDatabase,
	state: {
		confirmed: ReadonlyMap<RowKey, RowRecord | undefined>;
		rerun: ReadonlyMap<number, Touched>;
		bases: ReadonlyMap<RowKey, RowRecord | null>;
	}
): Promise<void> {
	const written = new Set([...state.rerun.values()].flatMap(({ writes }) => writes));
	const keep = [...state.confirmed].filter(([key]) => written.has(key));
	const drop = [...state.confirmed.keys()].filter((key) => !written.has(key) && state.bases.has(key));
	await Promise.all([
		db.base.bulkPut(keep.map(([key, record]) => ({ key, record: record ?? null }))),
		db.base.bulkDelete(drop)
	]);
}

async function settleOutbox(
	{ db, now }: ReceiveSettings,
	state: {
		leaving: readonly OutboxRecord[];
		verdicts: ReadonlyMap<number, Verdict>;
		staying: readonly OutboxRecord[];
		rerun: ReadonlyMap<number, Touched>;
	}
): Promise<void> {
	const accepted = state.leaving.filter(({ seq }) => state.verdicts.get(seq)?.refused === undefined);
	const refused = state.leaving.filter(({ seq }) => state.verdicts.get(seq)?.refused !== undefined);
	const rerun = state.staying.flatMap((mutation) => {
		const touched = state.rerun.get(mutation.seq);
		return touched && touched !== NOTHING_TOUCHED ? [{ ...mutation, touched }] : [];
	});
	await Promise.all([
		db.outbox.bulkPut(rerun),
		db.outbox.bulkDelete(state.leaving.map(({ seq }) => seq)),
		db.acknowledged.bulkPut(
			accepted.map(({ touched, ...mutation }) => ({ ...mutation, writes: touched.writes, acknowledgedAt: now() }))
		),
		db.refused.bulkPut(
			refused.map(({ touched: _, ...mutation }) => {
				const { refused: code = 'sync.bug', bugId } = state.verdicts.get(mutation.seq) ?? {};
				return { ...mutation, code, refusedAt: now(), ...(bugId === undefined ? {} : { bugId }) };
			})
		)
	]);
}
