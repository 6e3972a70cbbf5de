// The audit log followed in a file, with no server: for `npm run verify`, also on a backup.
import type { DatabaseSync } from 'node:sqlite';
import { ChainCheck } from './chain.server.ts';
import type { AuditTable } from './entry.server.ts';

/**
 * Follows the audit log in an open database.
 *
 * Shapes:  a database from before there was such a log has none, and that is whole; one that lost its table is not.
 */
export function verifyAudit(raw: DatabaseSync): { rows: number; firstBroken: number | undefined } {
	const has = (text: string, name: string): boolean => raw.prepare(text).get(name) !== undefined;
	const check = new ChainCheck();
	if (!has(`select 1 from sqlite_master where type = 'table' and name = ?`, 'audit')) {
		const hadOne = has('select 1 from kysely_migration where name = ?', '003-audit');
		return { rows: 0, firstBroken: hadOne ? 1 : undefined };
	}
	for (const row of raw.prepare('select * from audit order by n').iterate()) {
		check.follow(row as unknown as AuditTable);
	}
	const given = raw.prepare(`select seq from sqlite_sequence where name = 'audit'`).get()?.['seq'];
	return { rows: check.rows, firstBroken: check.firstBroken(Number(given ?? 0)) };
}
