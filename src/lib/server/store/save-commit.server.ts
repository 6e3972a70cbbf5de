// Everything a group commit writes, by statements that are prepared once and run inside the store's open transaction.
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Commit } from '#lib/sync/authority/index.ts';
import type { Database } from './schema.server.ts';

/** The last commit's number lies among the series, under a name that no feature can have. */
export const COMMIT_SERIES = '#commit';

type Save = (...values: SQLInputValue[]) => void;

/**
 * Prepares what a commit writes on the writing connection; the returned function writes one commit.
 *
 * Units:   a row costs about 3 µs this way; a query builder or one JSON array for all of them costs three times that,
 *          and this is what bounds the mutations that a server can accept in a second.
 * Errors:  throws what SQLite throws; the open transaction is then rolled back by its owner.
 */
export function commitWriter(raw: DatabaseSync): (commit: Commit) => void {
	const prepared = (text: string): Save => {
		const statement = raw.prepare(text);
		return (...values) => void statement.run(...values);
	};
	const insert = (table: keyof Database, columns: readonly string[], onConflict = ''): Save =>
		prepared(
			`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) ${onConflict}`
		);

	const row = insert(
		'rows',
		['tbl', 'id', 'scope', 'version', 'commit_number', 'body'],
		`on conflict (tbl, id) do update set scope = excluded.scope, version = excluded.version,
			commit_number = excluded.commit_number, body = excluded.body`
	);
	const remove = prepared('delete from rows where tbl = ? and id = ?');
	const tombstone = insert('tombstones', ['scope', 'version', 'tbl', 'id', 'at']);
	const history = insert('history', [
		'client_id',
		'seq',
		'person_id',
		'name',
		'args',
		'at',
		'received_at',
		'verdict',
		'rows_after'
	]);
	const scope = insert('scopes', ['scope', 'version'], 'on conflict (scope) do update set version = excluded.version');
	const device = prepared('update devices set last_seq = ? where client_id = ?');
	const series = insert('series', ['name', 'value'], 'on conflict (name) do update set value = excluded.value');
	const memory = insert('memory', ['name', 'value'], 'on conflict (name) do update set value = excluded.value');
	const effect = insert(
		'effects',
		['key', 'kind', 'payload', 'state', 'attempts', 'asked_at'],
		'on conflict do nothing'
	);

	return (commit) => {
		const { receivedAt } = commit;
		for (const { table, id, ...one } of commit.rows) row(table, id, one.scope, one.version, one.commit, one.body);
		for (const { table, id } of commit.removed) remove(table, id);
		for (const one of commit.tombstones) tombstone(one.scope, one.version, one.table, one.id, receivedAt);
		for (const { clientId, seq, personId, ...one } of commit.history) {
			const verdict = JSON.stringify(one.verdict);
			history(clientId, seq, personId, one.name, one.args, one.at, one.receivedAt, verdict, one.rowsAfter);
		}
		for (const [name, version] of commit.versions) scope(name, version);
		for (const [clientId, lastSeq] of commit.lastSeqByClient) device(lastSeq, clientId);
		for (const [name, value] of commit.series) series(name, value);
		series(COMMIT_SERIES, commit.number);
		for (const [name, value] of commit.memory) memory(name, value);
		for (const { key, kind, payload } of commit.effects) {
			effect(key, kind, JSON.stringify(payload), 'waiting', 0, receivedAt);
		}
	};
}
