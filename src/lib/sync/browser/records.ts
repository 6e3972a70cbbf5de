// Between a row as features know it and the record that lies on disk.
import { envelopeAbout } from '../contract/envelope.ts';
import { indexedFields, rowKey, tableOf, type Row, type RowKey, type Table, type WireRow } from '../contract/index.ts';
import type { OutboxRecord, RowRecord } from './database.ts';
import type { SealedBody, Sealer } from './sealer.ts';

export class Records {
	readonly #sealer: Sealer;
	readonly #fields = new Map<string, readonly string[]>();
	/** Texts of rows changed here: what was sealed a moment ago need not be opened to be compared. */
	readonly #texts = new WeakMap<RowRecord, string>();

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
		const text = JSON.stringify(row);
		const record = this.#record(table, row, { text, version, commit });
		this.#texts.set(record, text);
		return record;
	}

	toRow(table: Pick<Table, 'name'>, record: RowRecord): Row {
		return JSON.parse(this.#textOf(table.name, record)) as Row;
	}

	/** The arguments of a mutation that waits, or has been judged. */
	argsOf(mutation: Omit<OutboxRecord, 'touched'>): unknown {
		return this.unseal(mutation.body, envelopeAbout(mutation));
	}

	seal(value: unknown, about: string): SealedBody {
		return this.#sealer.seal(JSON.stringify(value), about);
	}

	unseal(body: SealedBody, about: string): unknown {
		return JSON.parse(this.#sealer.unseal(body, about));
	}

	/** True where two records of the row `key` say the same; their bodies may be different sealings of it. */
	same(key: RowKey, one: RowRecord | undefined, other: RowRecord | undefined): boolean {
		if (!one || !other) return one === other;
		if (one.scope !== other.scope) return false;
		const table = tableOf(key);
		return one.body === other.body || this.#textOf(table, one) === this.#textOf(table, other);
	}

	#textOf(table: string, record: RowRecord): string {
		return this.#texts.get(record) ?? this.#sealer.unseal(record.body, rowAbout(table, record.id));
	}

	#record(table: Table, row: Row, { text, ...numbers }: { text: string; version: number; commit: number }): RowRecord {
		const record: Record<string, unknown> & RowRecord = {
			id: row.id,
			scope: table.scopeOf(row),
			...numbers,
			body: this.#sealer.seal(text, rowAbout(table.name, row.id))
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

function rowAbout(table: string, id: string): string {
	return `row|${rowKey(table, id)}`;
}
