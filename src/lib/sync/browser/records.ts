// Between a row as features know it and the record that lies on disk.
import { indexedFields, type Row, type Table, type WireRow } from '../contract/index.ts';
import type { RowRecord } from './database.ts';
import type { Sealer } from './sealer.ts';

export class Records {
	readonly #sealer: Sealer;
	readonly #fields = new Map<string, readonly string[]>();

	constructor(sealer: Sealer) {
		this.#sealer = sealer;
	}

	/** The record of a row that came as text, without writing that text anew. */
	fromWire(table: Table, { body, version, commit }: WireRow): RowRecord {
		return this.#record(table, table.row.parse(JSON.parse(body)), { text: body, version, commit });
	}

	/** The record of a row changed here, over the record that the server has confirmed. */
	fromRow(table: Table, row: Row, confirmed: RowRecord | undefined): RowRecord {
		const { version = 0, commit = 0 } = confirmed ?? {};
		return this.#record(table, row, { text: JSON.stringify(row), version, commit });
	}

	toRow(record: RowRecord): Row {
		return JSON.parse(this.#sealer.unseal(record.body)) as Row;
	}

	seal(value: unknown): string {
		return this.#sealer.seal(JSON.stringify(value));
	}

	unseal(body: string): unknown {
		return JSON.parse(this.#sealer.unseal(body));
	}

	#record(table: Table, row: Row, { text, ...numbers }: { text: string; version: number; commit: number }): RowRecord {
		const record: Record<string, unknown> & RowRecord = {
			id: row.id,
			scope: table.scopeOf(row),
			...numbers,
			body: this.#sealer.seal(text)
		};
		for (const field of this.#indexed(table)) record[field] = Reflect.get(row, field);
		return record;
	}

	#indexed(table: Table): readonly string[] {
		const known = this.#fields.get(table.name) ?? indexedFields(table);
		this.#fields.set(table.name, known);
		return known;
	}
}

export function sameRecord(one: RowRecord | undefined, other: RowRecord | undefined): boolean {
	if (!one || !other) return one === other;
	return one.body === other.body && one.scope === other.scope;
}
