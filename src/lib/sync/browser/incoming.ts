// Frames and pages from the server turned into confirmed changes, inside the transaction that applies them.
import { rowKey, type Frame, type Registry, type RowKey, type ScopeId, type Verdict } from '../contract/index.ts';
import { isToRefill, type CursorRecord, type ReplicaDatabase, type RowRecord } from './database.ts';
import { readRows, type PreparedPage } from './read-rows.ts';
import { receive, type ReceiveSettings } from './receive.ts';
import { heldRecord, notOlder } from './trusted.ts';

export interface Taken {
	/** Frames that wait for the other slices of their commit, or for the first page of their scope. */
	readonly held: Frame[];
	/** True when a frame was missed: ask the server for what lies between. */
	readonly gap: boolean;
	readonly left: ReadonlySet<number>;
}

/**
 * Applies what can be applied of `frames`, and lets judged mutations leave whose effect is then visible.
 *
 * Shapes:  `frames` in order of arrival; `filling` names the scopes whose first page is still under way.
 * Errors:  storage errors throw and leave the replica as it was.
 */
export function takeFrames(
	settings: ReceiveSettings,
	{
		frames,
		verdicts,
		filling
	}: { frames: readonly Frame[]; verdicts: ReadonlyMap<number, Verdict>; filling: ReadonlySet<ScopeId> }
): Promise<Taken> {
	const { db } = settings;
	return writing(db, verdicts.size > 0 ? undefined : tablesOf(settings.registry, frames), async () => {
		const cursors = new Map((await db.cursors.toArray()).map((cursor) => [cursor.scope, cursor]));
		const changes = new Map<RowKey, RowRecord | null>();
		const moved = new Set<ScopeId>();
		const held: Frame[] = [];
		let gap = false;
		for (const frame of frames) {
			if (filling.has(frame.scope)) {
				held.push(frame);
				continue;
			}
			const cursor = cursors.get(frame.scope) ?? startOf(frame);
			// Not held, or not yet again: the next pull names the scope, and it is filled.
			if (!cursor || isToRefill(cursor)) continue;
			if (frame.to <= cursor.top) continue;
			if (waitsForOthers(frame, frames, cursors) || held.some(({ scope }) => scope === frame.scope)) held.push(frame);
			else if (frame.from > cursor.top) gap = true;
			else {
				const { keys, unread } = await layOn(settings, { changes, cursors }, frame);
				cursors.set(frame.scope, {
					...cursor,
					top: frame.to,
					fresh: cursor.below > 0 ? [...cursor.fresh, ...keys] : [],
					...(unread ? { unreadBy: settings.build ?? '' } : {})
				});
				moved.add(frame.scope);
			}
		}
		const leaving = new Map([...verdicts].filter(([, verdict]) => isVisible(verdict, cursors, filling)));
		if (changes.size > 0 || leaving.size > 0 || moved.size > 0) {
			const movedCursors = [...cursors.values()].filter(({ scope }) => moved.has(scope));
			await receive(settings, { changes, leaving, cursors: movedCursors });
		}
		return { held, gap, left: new Set(leaving.keys()) };
	});
}

function tablesOf(registry: Registry, frames: readonly Frame[]): ReadonlySet<string> {
	const named = frames.flatMap(({ rows, tombstones }) => [...rows, ...tombstones].map(({ table }) => table));
	return new Set(named.filter((table) => registry.table(table)));
}

/** A scope that began with this frame is held from its start: nothing lies before it. */
function startOf(frame: Frame): CursorRecord | undefined {
	return frame.from === 0 ? { scope: frame.scope, top: 0, below: 0, fresh: [] } : undefined;
}

function waitsForOthers(frame: Frame, frames: readonly Frame[], cursors: ReadonlyMap<ScopeId, CursorRecord>): boolean {
	return Object.entries(frame.with ?? {}).some(([scope, version]) => {
		const cursor = cursors.get(scope);
		if (scope === frame.scope || !cursor || cursor.top >= version) return false;
		return !frames.some((other) => other.scope === scope && other.to >= version);
	});
}

function isVisible(
	verdict: Verdict,
	cursors: ReadonlyMap<ScopeId, CursorRecord>,
	filling: ReadonlySet<ScopeId>
): boolean {
	if (verdict.refused !== undefined) return true;
	return Object.entries(verdict.versions).every(([scope, version]) => {
		const cursor = cursors.get(scope);
		return (
			cursor !== undefined &&
			!isToRefill(cursor) &&
			!filling.has(scope) &&
			cursor.top >= version &&
			version > cursor.below
		);
	});
}

/** Lays a frame on `changes`: tombstones, then rows. Returns the keys it concerns. */
async function layOn(
	settings: ReceiveSettings,
	{ changes, cursors }: { changes: Map<RowKey, RowRecord | null>; cursors: ReadonlyMap<ScopeId, CursorRecord> },
	frame: Frame
): Promise<{ keys: RowKey[]; unread: boolean }> {
	const { db, registry } = settings;
	const keys: RowKey[] = [];
	for (const { table, id } of frame.tombstones) {
		if (!registry.table(table)) continue;
		const key = rowKey(table, id);
		keys.push(key);
		// A row that has moved on is held under another scope: the old scope's tombstone is not about it.
		const confirmed = changes.has(key) ? changes.get(key) : await heldRecord(db, key, id);
		if (confirmed?.scope === frame.scope) changes.set(key, null);
	}
	const { incoming, unread } = readRows(settings, frame.rows);
	keys.push(...incoming.map(({ table, record }) => rowKey(table.name, record.id)));
	for (const [key, record] of await notOlder(db, incoming, cursors)) {
		const before = changes.get(key);
		if (!before || before.scope === record.scope || before.commit <= record.commit) changes.set(key, record);
	}
	return { keys, unread };
}

/**
 * Applies a page of a scope's fill.
 *
 * A page is older than any frame, so it leaves alone what frames have changed meanwhile (`fresh`). With `seen` (a
 * refill) the last page drops what has not come again. `asked` is the version that the page was asked below, undefined
 * for a first page. Returns false, and changes nothing, when the scope is not where it was when the page was asked for.
 */
export async function takePage(
	settings: ReceiveSettings,
	page: PreparedPage,
	{ asked, seen }: { asked: number | undefined; seen: Set<RowKey> | undefined }
): Promise<boolean> {
	const { db, registry } = settings;
	const { incoming } = page;
	for (const { table, record } of incoming) seen?.add(rowKey(table.name, record.id));
	return writing(db, seen ? undefined : new Set(incoming.map(({ table }) => table.name)), async () => {
		const cursors = new Map((await db.cursors.toArray()).map((cursor) => [cursor.scope, cursor]));
		const before = cursors.get(page.scope);
		const starts = asked === undefined;
		// Another tab has filled the scope meanwhile, or the scope is gone: what this page says may be older than what is held.
		const isExpected = starts ? before === undefined || seen !== undefined : before?.below === asked;
		if (!isExpected) return false;
		const fresh = new Set(starts ? [] : before?.fresh);
		const changes = new Map<RowKey, RowRecord | null>(await notOlder(db, incoming, cursors));
		for (const key of fresh) changes.delete(key);
		const done = page.below === 0;
		if (seen && done)
			for (const key of await goneFrom(db, registry, page.scope, seen)) if (!fresh.has(key)) changes.set(key, null);
		const cursor: CursorRecord = {
			scope: page.scope,
			top: starts ? page.top : (before?.top ?? page.top),
			below: page.below,
			fresh: done ? [] : [...fresh],
			...(before?.refill !== undefined && !done ? { refill: before.refill } : {}),
			...(page.unread ? { unreadBy: settings.build ?? '' } : {}),
			...(!starts && before?.unreadBy !== undefined ? { unreadBy: before.unreadBy } : {})
		};
		await receive(settings, { changes, leaving: new Map(), cursors: [cursor] });
		return true;
	});
}

/**
 * A transaction over `tables` alone, so that pages on screen read the others meanwhile; over all of them
 * when mutations wait, since replaying those may touch any row.
 */
async function writing<T>(
	db: ReplicaDatabase,
	tables: ReadonlySet<string> | undefined,
	work: () => Promise<T>
): Promise<T> {
	const alone =
		tables &&
		(await db.dexie.transaction('rw', [...tables, 'outbox', 'base', 'cursors'], async () =>
			(await db.outbox.count()) > 0 ? undefined : { value: await work() }
		));
	return alone ? alone.value : db.dexie.transaction('rw', [...db.all], work);
}

async function goneFrom(
	db: ReplicaDatabase,
	registry: Registry,
	scope: ScopeId,
	seen: ReadonlySet<RowKey>
): Promise<RowKey[]> {
	const held = await heldIn(db, registry, (record) => record.scope === scope);
	return held.filter((key) => !seen.has(key));
}

/** Keys of confirmed rows that match; whatever lies under a waiting mutation counts by its base. */
export async function heldIn(
	db: ReplicaDatabase,
	registry: Registry,
	matches: (record: RowRecord) => boolean
): Promise<RowKey[]> {
	const bases = new Map((await db.base.toArray()).map(({ key, record }) => [key, record]));
	const keys: RowKey[] = [];
	for (const table of registry.tables) {
		const records = await db.rows(table.name).toArray();
		for (const record of records) {
			const key = rowKey(table.name, record.id);
			if (!bases.has(key) && matches(record)) keys.push(key);
		}
	}
	for (const [key, record] of bases) if (record && matches(record)) keys.push(key);
	return keys;
}
