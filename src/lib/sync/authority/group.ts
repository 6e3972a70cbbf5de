// What one group commit collects before it is written: rows, counters and verdicts of many mutations, all or nothing.
import {
	Overlay,
	type EffectRequest,
	type OverlayWrite,
	type Row,
	type RowKey,
	type RowSource,
	type ScopeId,
	type Table
} from '../contract/index.ts';
import type { StoreTx, StoredRow, StoredTombstone } from './store.ts';

/** The store did not answer a read: whatever is being judged must not get a verdict from that. */
export class StoreFailed extends Error {
	override readonly name = 'StoreFailed';
}

async function answered<T>(read: Promise<T>): Promise<T> {
	try {
		return await read;
	} catch (cause) {
		throw new StoreFailed('The store could not be read', { cause });
	}
}

/** Rows as they were when the commit began, read at most once each. */
class BeforeRows implements RowSource {
	readonly #tx: StoreTx;
	readonly #read = new Map<RowKey, Promise<Row | undefined>>();

	constructor(tx: StoreTx) {
		this.#tx = tx;
	}

	get(table: Table, id: string): Promise<Row | undefined> {
		const key = `${table.name}/${id}`;
		const known = this.#read.get(key);
		if (known) return known;
		const row = answered(this.#tx.get(table, id));
		this.#read.set(key, row);
		return row;
	}

	list(table: Table, field: string, value: string): Promise<readonly Row[]> {
		return answered(this.#tx.list(table, field, value));
	}
}

/** One mutation's own layer over the group: dropped whole when the mutation is refused. */
export class Layer {
	readonly rows: Overlay;
	readonly series = new Map<string, number>();
	readonly memory = new Map<string, string>();
	readonly effects: EffectRequest[] = [];
	readonly #group: Group;

	constructor(group: Group) {
		this.#group = group;
		this.rows = new Overlay(group.rows);
	}

	async next(name: string): Promise<number> {
		const known = this.series.get(name) ?? this.#group.series.get(name);
		const last = known ?? (await answered(this.#group.tx.series(name)));
		this.series.set(name, last + 1);
		return last + 1;
	}

	async remembered(name: string): Promise<string | undefined> {
		const known = this.memory.get(name) ?? this.#group.memory.get(name);
		return known ?? (await answered(this.#group.tx.memory(name)));
	}
}

/** What only a server can add to a row. */
export interface ServerPart {
	/** SHA-256 in lower-case hexadecimal. */
	readonly digest: (text: string) => string;
	readonly salt: () => string;
}

export class Group {
	readonly tx: StoreTx;
	readonly rows: Overlay;
	readonly series = new Map<string, number>();
	readonly memory = new Map<string, string>();
	readonly effects: EffectRequest[] = [];
	readonly #before: BeforeRows;

	constructor(tx: StoreTx) {
		this.tx = tx;
		this.#before = new BeforeRows(tx);
		this.rows = new Overlay(this.#before);
	}

	absorb(layer: Layer): void {
		this.rows.absorb(layer.rows);
		for (const [name, value] of layer.series) this.series.set(name, value);
		for (const [name, value] of layer.memory) this.memory.set(name, value);
		this.effects.push(...layer.effects);
	}

	/** Where the rows that `layer` has written are at the end of this group. */
	scopesNow(layer: Layer | undefined): ScopeId[] {
		return [...(layer?.rows.writes.keys() ?? [])].flatMap((key) => {
			const now = this.rows.writes.get(key);
			return now?.row ? [now.table.scopeOf(now.row)] : [];
		});
	}

	/**
	 * The written rows with their new versions.
	 *
	 * Each write takes one number of its scope's counter, so that a page may end after any row. A row that moves
	 * leaves a tombstone in its old scope, in the same commit.
	 */
	async numbered(
		versions: Map<ScopeId, number>,
		commit: number
	): Promise<{
		rows: StoredRow[];
		tombstones: StoredTombstone[];
		removed: { table: string; id: string }[];
	}> {
		const rows: StoredRow[] = [];
		const tombstones: StoredTombstone[] = [];
		const removed: { table: string; id: string }[] = [];
		const raise = (scope: ScopeId): number => {
			const version = (versions.get(scope) ?? 0) + 1;
			versions.set(scope, version);
			return version;
		};
		for (const write of this.rows.writes.values()) {
			const table = write.table.name;
			const before = await this.#before.get(write.table, write.id);
			const left = before && write.table.scopeOf(before);
			const scope = write.row && write.table.scopeOf(write.row);
			if (left !== undefined && left !== scope) {
				tombstones.push({ scope: left, version: raise(left), table, id: write.id });
			}
			if (write.row && scope !== undefined) {
				rows.push({ scope, version: raise(scope), commit, table, id: write.id, body: JSON.stringify(write.row) });
			} else if (before) {
				removed.push({ table, id: write.id });
			}
		}
		return { rows, tombstones, removed };
	}
}

/**
 * The scopes that a mutation's writes make visible: where each row was and where it is.
 *
 * Errors:  throws when a row has changed its scope though its table is not `movable`.
 */
export async function scopesOf(writes: Iterable<OverlayWrite>, before: RowSource): Promise<Set<ScopeId>> {
	const scopes = new Set<ScopeId>();
	for (const { table, id, row } of writes) {
		const old = await before.get(table, id);
		const left = old && table.scopeOf(old);
		const entered = row && table.scopeOf(row);
		if (left !== undefined && entered !== undefined && left !== entered && !table.movable) {
			throw new Error(`A row of ${table.name} changed its scope`);
		}
		for (const scope of [left, entered]) if (scope !== undefined) scopes.add(scope);
	}
	return scopes;
}
