// The audit log as a file for whoever reviews it: a table that Swedish Excel opens, or JSON; oldest first.
import { PAGE_MAX, type AuditFilter, type AuditLog } from './audit-log.server.ts';
import type { AuditRow } from './entry.server.ts';

const COLUMNS = ['n', 'at', 'what', 'personId', 'deviceId', 'about', 'details'] as const satisfies (keyof AuditRow)[];
/** Excel reads the file as UTF-8 because of this. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A cell of a table whose columns are parted by `;`.
 *
 * Shapes:  always in quotes; a text that a spreadsheet would take for a formula gets an apostrophe before it.
 * Source:  OWASP, “CSV Injection”: = + - @, tab and carriage return at the beginning.
 */
export function csvCell(text: string): string {
	const guarded = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return `"${guarded.replaceAll('"', '""')}"`;
}

/** The rows of `filter` as a table, piece by piece. */
export async function* exportCsv(audit: Pick<AuditLog, 'page'>, filter: AuditFilter = {}): AsyncGenerator<string> {
	yield `${BYTE_ORDER_MARK}${COLUMNS.map(csvCell).join(';')}\r\n`;
	for await (const rows of oldestFirst(audit, filter)) {
		yield rows.map((row) => `${COLUMNS.map((column) => csvCell(cellText(row, column))).join(';')}\r\n`).join('');
	}
}

/** The rows of `filter` as a JSON array, piece by piece. */
export async function* exportJson(audit: Pick<AuditLog, 'page'>, filter: AuditFilter = {}): AsyncGenerator<string> {
	let separator = '[\n';
	for await (const rows of oldestFirst(audit, filter)) {
		for (const row of rows) {
			yield separator + JSON.stringify(row);
			separator = ',\n';
		}
	}
	yield separator === '[\n' ? '[]\n' : '\n]\n';
}

function cellText(row: AuditRow, column: (typeof COLUMNS)[number]): string {
	const value = row[column];
	if (column === 'at') return new Date(row.at).toISOString();
	return typeof value === 'object' ? (value ? JSON.stringify(value) : '') : String(value);
}

/** Pages are read newest first; the file is to be read from the top, so the numbers are walked upwards. */
async function* oldestFirst(audit: Pick<AuditLog, 'page'>, filter: AuditFilter): AsyncGenerator<AuditRow[]> {
	const [newest] = await audit.page({ ...filter, limit: 1 });
	const end = newest ? newest.n + 1 : 0;
	for (let low = 1; low < end; low += PAGE_MAX) {
		const rows = await audit.page({ ...filter, before: Math.min(low + PAGE_MAX, end), limit: PAGE_MAX });
		const within = rows.filter(({ n }) => n >= low);
		if (within.length > 0) yield within.reverse();
	}
}
