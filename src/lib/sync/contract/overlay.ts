// Writes held in memory above a source of rows: a mutation that is refused has touched nothing.
import type { MutationTx } from './mutator.ts';
import type { Row, Table } from './table.ts';

/** A row's place: `table/id`. */
export type RowKey = string;

export function rowKey(table: string, id: string): RowKey {
	return `${table}/${id}`;
}

/** Stands for every row of a table: what a list has read. */
export function wholeTable(table: string): RowKey {
	return `${table}/*`;
}

export function tableOf(key: RowKey): string {
	return key.slice(0, key.indexOf('/'));
}

export function idOf(key: RowKey): string {
	return key.slice(key.indexOf('/') + 1);
}

export interface RowSource {
	get(table: Table, id: string): Promise<Row | undefined>;
	list(table: Table, field: string, value: string): Promise<readonly Row[]>;
}

export interface OverlayWrite {
	readonly table: Table;
	readonly id: string;
	/** Undefined where the row was removed. */
	readonly row: Row | undefined;
}

/** A `MutationTx` that remembers what was read (misses included) and written, and writes nothing through. */
export class Overlay implements MutationTx, RowSource {
	readonly writes = new Map<RowKey, OverlayWrite>();
	readonly reads = new Set<RowKey>();
	readonly #source: RowSource;

	constructor(source: RowSource) {
		this.#source = source;
	}

	async get<R extends Row>(table: Table<R>, id: string): Promise<R | undefined> {
		const key = rowKey(table.name, id);
		this.reads.add(key);
		const written = this.writes.get(key);
		return (written ? written.row : await this.#source.get(plain(table), id)) as R | undefined;
	}

	async list<R extends Row>(table: Table<R>, field: keyof R & string, value: string): Promise<readonly R[]> {
		if (!table.lookups.includes(field)) throw new Error(`Table ${table.name} has no lookup ${field}`);
		this.reads.add(wholeTable(table.name));
		const below = await this.#source.list(plain(table), field, value);
		const found = new Map(below.map((row) => [row.id, row]));
		for (const write of this.writes.values()) {
			if (write.table.name !== table.name) continue;
			if (write.row && Reflect.get(write.row, field) === value) found.set(write.id, write.row);
			else found.delete(write.id);
		}
		return [...found.values()] as unknown as readonly R[];
	}

	put<R extends Row>(table: Table<R>, row: R): Promise<void> {
		const checked = table.row.parse(row);
		this.writes.set(rowKey(table.name, row.id), { table: plain(table), id: row.id, row: checked });
		return Promise.resolve();
	}

	remove<R extends Row>(table: Table<R>, id: string): Promise<void> {
		this.writes.set(rowKey(table.name, id), { table: plain(table), id, row: undefined });
		return Promise.resolve();
	}

	/** Lays the writes of `above` on top of this one's. */
	absorb(above: Overlay): void {
		for (const [key, write] of above.writes) this.writes.set(key, write);
	}
}

function plain<R extends Row>(table: Table<R>): Table {
	return table;
}
