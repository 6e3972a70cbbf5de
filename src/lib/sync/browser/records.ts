// Between a row as features know it and the record that lies on disk.
import { indexedFields, type Row, type Table } from '../contract/index.ts';
import type { RowRecord } from './database.ts';
import type { Sealer } from './sealer.ts';

export class Records {
	readonly #sealer: Sealer;
	readonly #fields = new Map<string, readonly string[]>();

	constructor(sealer: Sealer) {
		this.#sealer = sealer;
	}

	/** The record of a row that came as text, without writing that text anew. */
	fromText(table: Table, text: string, version: number): RowRecord {
		return this.#record(table, table.row.parse(JSON.parse(text)), { text, version });
	}

	fromRow(table: Table, row: Row, version: number): RowRecord {
		return this.#record(table, row, { text: JSON.stringify(row), version });
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

	#record(table: Table, row: Row, { text, version }: { text: string; version: number }): RowRecord {
		const record: Record<string, unknown> & RowRecord = {
			id: row.id,
			scope: table.scopeOf(row),
			version,
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
