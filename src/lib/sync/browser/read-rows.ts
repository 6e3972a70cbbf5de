// Rows as they came from the server, checked and opened into records; what this build does not know is left out.
import type { FillPage, Table, WireRow } from '../contract/index.ts';
import type { RowRecord } from './database.ts';
import type { ReceiveSettings } from './receive.ts';

type ReadSettings = Pick<ReceiveSettings, 'registry' | 'records' | 'onProblem'>;

export interface ReadRows {
	readonly incoming: readonly { table: Table; record: RowRecord }[];
	/** Some rows are of a shape that this build does not know: they are left out, and told once. */
	readonly unread: boolean;
}

/** The records of rows as they came. One that cannot be read must not keep the others from being shown. */
export function readRows({ registry, records, onProblem }: ReadSettings, rows: readonly WireRow[]): ReadRows {
	let unread = false;
	const incoming = rows.flatMap((row) => {
		const table = registry.table(row.table);
		if (!table) {
			unread = true; // A newer server knows tables that this build does not show.
			return [];
		}
		try {
			return [{ table, record: records.fromWire(table, row) }];
		} catch (error) {
			if (!unread) onProblem?.(error);
			unread = true;
			return [];
		}
	});
	return { incoming, unread };
}

/** A page of a fill as records, ready to be written. */
export type PreparedPage = Omit<FillPage, 'rows'> & ReadRows;

/** Checks and opens the rows of a page: work for the processor, done while the disk still writes the page before. */
export function preparePage(settings: ReadSettings, page: FillPage): PreparedPage {
	const { rows, ...rest } = page;
	return { ...rest, ...readRows(settings, rows) };
}
