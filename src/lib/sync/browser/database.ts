// The replica on disk: one real table per feature table, beside what the engine needs to keep its promise.
import { Dexie, type DexieOptions, type Table as DexieTable } from 'dexie';
import type { Registry, RowKey, ScopeId } from '../contract/index.ts';
import type { SealedBody } from './sealer.ts';

/** A row as it lies on disk: indexed fields in the clear, everything else in the sealed body. */
export interface RowRecord {
	readonly id: string;
	readonly scope: ScopeId;
	/** The version that the server gave it; 0 while only this device knows it. */
	readonly version: number;
	/** The commit that wrote it on the server; 0 while only this device knows it. */
	readonly commit: number;
	readonly body: SealedBody;
	readonly [indexed: string]: unknown;
}

export interface Touched {
	/** Keys read, misses included; `table/*` where a list was read. */
	readonly reads: readonly RowKey[];
	readonly writes: readonly RowKey[];
}

/** A mutation that the server has not judged yet; the key is its sequence number. */
export interface OutboxRecord {
	readonly seq: number;
	readonly name: string;
	/** JSON of the arguments, sealed together with what `envelopeAbout` names: another page can deliver it, and cannot read it. */
	readonly body: SealedBody;
	/** Whose it is; release 0.2.0 wrote none, and its bodies are clear. */
	readonly clientId?: string;
	readonly at: number;
	readonly touched: Touched;
	readonly expiresAt?: number;
	readonly reoffer?: true;
	/** The life of the server (epoch) to which a command was first sent: what it did there may never be known. */
	readonly sentIn?: string;
	readonly former?: Record<string, Record<string, unknown>>;
}

/** A confirmed row under one or more unjudged mutations; `null` where there was none. */
export interface BaseRecord {
	readonly key: RowKey;
	readonly record: RowRecord | null;
}

export interface CursorRecord {
	readonly scope: ScopeId;
	/** Everything after `holes` and up to here is held. */
	readonly top: number;
	/** What the first fill has not brought yet: rows at or below this version; 0 when filled. */
	readonly below: number;
	/** Rows changed by live frames while the fill runs: an older page must not undo them. */
	readonly fresh: readonly RowKey[];
	/**
	 * Set while a scope is fetched again over what is held; rows that do not come again are dropped at its end.
	 * Held rows of the scope with a commit below this number are of another life of the server and not to be trusted.
	 */
	readonly refill?: number;
	/** The build that could not read some of the scope's rows: another one fetches the scope again. */
	readonly unreadBy?: string;
}

/** All that is held of the scope is from another life of the server: not one page has come again yet. */
export function isToRefill(cursor: CursorRecord): boolean {
	return cursor.refill !== undefined && cursor.below === 0;
}

export interface RefusedRecord extends Omit<OutboxRecord, 'touched'> {
	readonly code: string;
	readonly bugId?: string;
	readonly refusedAt: number;
}

export interface AcknowledgedRecord extends Omit<OutboxRecord, 'touched'> {
	readonly acknowledgedAt: number;
	readonly writes: readonly RowKey[];
}

export interface DraftRecord {
	readonly key: string;
	readonly body: SealedBody;
	readonly at: number;
}

export interface ReplicaDatabase {
	readonly dexie: Dexie;
	rows(table: string): DexieTable<RowRecord, string>;
	readonly outbox: DexieTable<OutboxRecord, number, Omit<OutboxRecord, 'seq'> & { seq?: number }>;
	readonly base: DexieTable<BaseRecord, RowKey>;
	readonly cursors: DexieTable<CursorRecord, ScopeId>;
	readonly refused: DexieTable<RefusedRecord, number>;
	readonly acknowledged: DexieTable<AcknowledgedRecord, number>;
	readonly meta: DexieTable<{ key: string; value: unknown }, string>;
	readonly drafts: DexieTable<DraftRecord, string>;
	/** Every table: what a transaction names that must see the equation shown = confirmed + pending whole. */
	readonly all: readonly string[];
}

const ENGINE_STORES = {
	outbox: '++seq',
	base: 'key',
	cursors: 'scope',
	refused: 'seq',
	acknowledged: 'seq',
	meta: 'key',
	drafts: 'key'
};

/**
 * Describes the replica `name`; it opens at its first use.
 *
 * Shapes:  `durability` strict for what a person typed, relaxed for what can be fetched again (both on one database).
 */
export function replicaDatabase(
	name: string,
	registry: Registry,
	options: { durability: 'strict' | 'relaxed' } & Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>
): ReplicaDatabase {
	const { durability, ...factory } = options;
	const dexie = new Dexie(name, { chromeTransactionDurability: durability, autoOpen: true, ...factory });
	const features = registry.tables.map((table) => [table.name, ['id', ...table.indexes].join(', ')] as const);
	dexie.version(registry.schema).stores({ ...Object.fromEntries(features), ...ENGINE_STORES });
	return {
		dexie,
		rows: (table) => dexie.table(table),
		outbox: dexie.table('outbox'),
		base: dexie.table('base'),
		cursors: dexie.table('cursors'),
		refused: dexie.table('refused'),
		acknowledged: dexie.table('acknowledged'),
		meta: dexie.table('meta'),
		drafts: dexie.table('drafts'),
		all: [...features.map(([table]) => table), 'outbox', 'base', 'cursors', 'refused', 'acknowledged', 'meta']
	};
}
