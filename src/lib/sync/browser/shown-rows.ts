// The rows on screen as a source for mutators, inside the current Dexie transaction.
import { rowKey, type Row, type RowKey, type RowSource, type Table } from '../contract/index.ts';
import type { ReplicaDatabase, RowRecord } from './database.ts';
import type { Records } from './records.ts';

export class ShownRows implements RowSource {
	/** Records read so far, misses included: whoever writes a row next need not read it again. */
	readonly read = new Map<RowKey, RowRecord | undefined>();
	readonly #db: ReplicaDatabase;
	readonly #records: Records;

	constructor(db: ReplicaDatabase, records: Records) {
		this.#db = db;
		this.#records = records;
	}

	async get(table: Table, id: string): Promise<Row | undefined> {
		const record = await this.record(table.name, id);
		return record && this.#records.toRow(table, record);
	}

	async record(table: string, id: string): Promise<RowRecord | undefined> {
		const key = rowKey(table, id);
		if (this.read.has(key)) return this.read.get(key);
		const record = await this.#db.rows(table).get(id);
		this.read.set(key, record);
		return record;
	}

	async list(table: Table, field: string, value: string): Promise<readonly Row[]> {
		const records = await this.#db.rows(table.name).where(field).equals(value).toArray();
		return records.map((record) => this.#records.toRow(table, record));
	}
}

/** Shown rows, but with some of them put back to what the server has confirmed. */
export class RestoredRows implements RowSource {
	readonly restored = new Map<RowKey, { table: Table; id: string; row: Row | undefined }>();
	readonly #shown: RowSource;

	constructor(shown: RowSource) {
		this.#shown = shown;
	}

	get(table: Table, id: string): Promise<Row | undefined> {
		const restored = this.restored.get(rowKey(table.name, id));
		return restored ? Promise.resolve(restored.row) : this.#shown.get(table, id);
	}

	async list(table: Table, field: string, value: string): Promise<readonly Row[]> {
		const rows = new Map((await this.#shown.list(table, field, value)).map((row) => [row.id, row]));
		for (const { table: of, id, row } of this.restored.values()) {
			if (of.name !== table.name) continue;
			if (row && Reflect.get(row, field) === value) rows.set(id, row);
			else rows.delete(id);
		}
		return [...rows.values()];
	}
}
