// The tables of the embedded database, as Kysely reads them.
import type { Generated } from 'kysely';
import type { AuthTables } from '../auth/auth-tables.server.ts';
import type { AuditTable } from '../audit/entry.server.ts';

export interface Database extends AuthTables {
	meta: { key: string; value: string };
	/** Every row of every feature table, in its newest state. */
	rows: { tbl: string; id: string; scope: string; version: number; commit_number: number; body: string };
	tombstones: { scope: string; version: number; tbl: string; id: string; at: number };
	scopes: { scope: string; version: number; tombstones_since: Generated<number> };
	devices: {
		client_id: string;
		person_id: string;
		name: string;
		role: string;
		last_seq: number;
		enrolled_at: number;
	};
	history: {
		n: Generated<number>;
		client_id: string;
		seq: number;
		person_id: string;
		name: string;
		args: string;
		at: number;
		received_at: number;
		verdict: string;
		rows_after: string;
	};
	series: { name: string; value: number };
	memory: { name: string; value: string };
	effects: {
		key: string;
		kind: string;
		payload: string;
		state: string;
		attempts: number;
		asked_at: number;
		settled_at: number | null;
	};
	audit: AuditTable;
	/** SQLite's own: the last number given in each table that never gives one twice. */
	sqlite_sequence: { name: string; seq: number };
}
