// Whether every log in a database, and the audit log, is as it was written (R36): the chain of each is followed.
import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { firstBrokenNumber, journalEntries } from '#lib/features/journal/index.ts';
import { verifyAudit } from './audit/verify-file.server.ts';

export interface Verified {
	readonly logs: number;
	readonly entries: number;
	readonly auditRows: number;
	/** One sentence for each log that is not as it was written. */
	readonly broken: readonly string[];
}

/**
 * Follows the chain of every log in the database `file`, which may be in use.
 *
 * Errors:  throws a sentence for the terminal when there is no such file; an entry that cannot be read counts as broken.
 */
export function verify(file: string): Verified {
	if (!existsSync(file)) throw new Error(`There is no database at ${file}.`);
	const raw = new DatabaseSync(file, { readOnly: true });
	const bodies = raw.prepare(`select body from rows where tbl = ? order by id`).all(journalEntries.name);
	const audit = verifyAudit(raw);
	raw.close();
	const entries = bodies.map(({ body }) => journalEntries.row.parse(JSON.parse(String(body))));
	const logs = [...Map.groupBy(entries, ({ incidentId }) => incidentId)];
	const broken = logs.flatMap(([incidentId, log]) => {
		const number = firstBrokenNumber(log, (text) => hash('sha256', text, 'hex'));
		return number === undefined ? [] : [`The log of ${incidentId} is not as it was written, from entry ${number} on.`];
	});
	if (audit.firstBroken !== undefined)
		broken.push(`The audit log is not as it was written, from row ${audit.firstBroken} on.`);
	return { logs: logs.length, entries: entries.length, auditRows: audit.rows, broken };
}
