// The port to durable storage. SQLite implements it now; every adapter passes the suite in tests/contracts.
import type {
	Actor,
	EffectRequest,
	Row,
	RowSource,
	ScopeId,
	Verdict,
	WireRow,
	WireTombstone
} from '../contract/index.ts';

export interface EnrolledDevice {
	readonly clientId: string;
	readonly actor: Actor;
	readonly lastSeq: number;
}

/** A mutation as it is kept: who, when, what, the verdict, and the rows after it. */
export interface HistoryEntry {
	readonly clientId: string;
	readonly seq: number;
	readonly personId: string;
	readonly name: string;
	/** JSON; personal arguments are replaced by the word `changed`. */
	readonly args: string;
	readonly at: number;
	readonly receivedAt: number;
	readonly verdict: Verdict;
	/** JSON: `[[table, id, row | null], …]`, personal fields replaced by the word `changed`. */
	readonly rowsAfter: string;
}

export interface StoredRow extends WireRow {
	readonly scope: ScopeId;
}

export interface StoredTombstone extends WireTombstone {
	readonly scope: ScopeId;
}

/** All that one durable transaction writes, in one piece. */
export interface Commit {
	readonly receivedAt: number;
	/** Rises with every commit, over restores too: never below the time in ms at which it was made. */
	readonly number: number;
	readonly rows: readonly StoredRow[];
	readonly tombstones: readonly StoredTombstone[];
	/** Rows removed and not replaced. */
	readonly removed: readonly { table: string; id: string }[];
	readonly versions: ReadonlyMap<ScopeId, number>;
	readonly lastSeqByClient: ReadonlyMap<string, number>;
	readonly history: readonly HistoryEntry[];
	readonly series: ReadonlyMap<string, number>;
	readonly memory: ReadonlyMap<string, string>;
	readonly effects: readonly EffectRequest[];
}

/** Reads inside the writing transaction. */
export interface StoreTx extends RowSource {
	verdict(clientId: string, seq: number): Promise<Verdict | undefined>;
	series(name: string): Promise<number>;
	/** The number of the last commit. */
	lastCommit(): Promise<number>;
	memory(name: string): Promise<string | undefined>;
	save(commit: Commit): Promise<void>;
}

export interface WaitingEffect extends EffectRequest {
	readonly attempts: number;
}

/** Reads of one moment: they see whole commits only, and never an open one. */
export interface Snapshot {
	versions(): Promise<ReadonlyMap<ScopeId, number>>;
	/** Rows and tombstones after `version`, oldest change first, at most `limit` of both together. */
	changesAfter(
		scope: ScopeId,
		version: number,
		limit: number
	): Promise<{ rows: WireRow[]; tombstones: WireTombstone[] }>;
	/** Rows at or below `version`, newest first. */
	rowsBelow(scope: ScopeId, version: number, limit: number): Promise<WireRow[]>;
	/** Rows of `tables` at or below `version`: few tables, with few rows in a scope. */
	rowsOfTables(scope: ScopeId, version: number, tables: readonly string[]): Promise<WireRow[]>;
	countBelow(scope: ScopeId, version: number): Promise<number>;
	/** The oldest version from which tombstones are still complete. */
	tombstonesSince(scope: ScopeId): Promise<number>;
}

export interface Store {
	/** A random name of this database's life line; changed when it is restored from a backup. */
	readonly epoch: string;
	/** Every commit of this life line has a number from here on. */
	readonly lifeBegan: number;
	/** One durable transaction: when the promise resolves, `save`d work survives a power cut. */
	write<T>(work: (tx: StoreTx) => Promise<T>): Promise<T>;
	snapshot<T>(work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
	device(clientId: string): Promise<EnrolledDevice | undefined>;
	enrol(device: EnrolledDevice, at: number): Promise<void>;
	versions(): Promise<ReadonlyMap<ScopeId, number>>;
	waitingEffects(limit: number): Promise<readonly WaitingEffect[]>;
	settleEffect(key: string, state: 'done' | 'failed' | 'waiting', at: number): Promise<void>;
	/** Forgets tombstones written before `at`. */
	dropTombstones(at: number): Promise<void>;
	/** Whole history, oldest first: for audit, replay and tests. */
	history(after: number, limit: number): Promise<readonly HistoryEntry[]>;
	/** Throws when the database does not answer. */
	check(): Promise<void>;
	close(): Promise<void>;
}

export type { Row };
