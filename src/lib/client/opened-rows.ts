// Records opened into rows for one live query: a list draws anew only what has changed.
import type { Row } from '#lib/sync/contract/index.ts';
import { sameSealing, type RowRecord, type SealedBody } from '#lib/sync/browser/index.ts';

export class OpenedRows<R extends Row> {
	readonly #rowOf: (record: RowRecord) => R;
	#opened = new Map<string, { readonly body: SealedBody; readonly row: R }>();

	constructor(rowOf: (record: RowRecord) => R) {
		this.#rowOf = rowOf;
	}

	/** The rows of `records`; a row that lies there as before is the very same object as before. */
	open(records: readonly RowRecord[]): R[] {
		const before = this.#opened;
		this.#opened = new Map(
			records.map((record) => {
				const known = before.get(record.id);
				const isKnown = known && sameSealing(known.body, record.body);
				return [record.id, isKnown ? known : { body: record.body, row: this.#rowOf(record) }];
			})
		);
		return [...this.#opened.values()].map(({ row }) => row);
	}
}
