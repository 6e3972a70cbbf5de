// Everything a group commit writes, many rows to a statement.
import type { Transaction } from 'kysely';
import type { Commit } from '#lib/sync/authority/index.ts';
import type { Database } from './schema.server.ts';

/** Rows to a statement: SQLite's limit on bound values is far above, but a statement of each length is prepared anew. */
const CHUNK = 32;

/** The last commit's number lies among the series, under a name that no feature can have. */
export const COMMIT_SERIES = '#commit';

export async function saveCommit(tx: Transaction<Database>, commit: Commit): Promise<void> {
	for (const rows of chunks(commit.rows)) {
		await tx
			.insertInto('rows')
			.values(rows.map(({ table, commit, ...row }) => ({ ...row, tbl: table, commit_number: commit })))
			.onConflict((on) =>
				on.columns(['tbl', 'id']).doUpdateSet((set) => ({
					scope: set.ref('excluded.scope'),
					version: set.ref('excluded.version'),
					commit_number: set.ref('excluded.commit_number'),
					body: set.ref('excluded.body')
				}))
			)
			.execute();
	}
	for (const { table, id } of commit.removed) {
		await tx.deleteFrom('rows').where('tbl', '=', table).where('id', '=', id).execute();
	}
	for (const tombstones of chunks(commit.tombstones)) {
		await tx
			.insertInto('tombstones')
			.values(
				tombstones.map(({ scope, version, table, id }) => ({ scope, version, tbl: table, id, at: commit.receivedAt }))
			)
			.execute();
	}
	for (const entries of chunks(commit.history)) {
		await tx
			.insertInto('history')
			.values(
				entries.map((entry) => ({
					client_id: entry.clientId,
					seq: entry.seq,
					person_id: entry.personId,
					name: entry.name,
					args: entry.args,
					at: entry.at,
					received_at: entry.receivedAt,
					verdict: JSON.stringify(entry.verdict),
					rows_after: entry.rowsAfter
				}))
			)
			.execute();
	}
	for (const [scope, version] of commit.versions) {
		await tx
			.insertInto('scopes')
			.values({ scope, version })
			.onConflict((on) => on.column('scope').doUpdateSet({ version }))
			.execute();
	}
	for (const [clientId, lastSeq] of commit.lastSeqByClient) {
		await tx.updateTable('devices').set({ last_seq: lastSeq }).where('client_id', '=', clientId).execute();
	}
	for (const [name, value] of [...commit.series, [COMMIT_SERIES, commit.number] as const]) {
		await tx
			.insertInto('series')
			.values({ name, value })
			.onConflict((on) => on.column('name').doUpdateSet({ value }))
			.execute();
	}
	for (const [name, value] of commit.memory) {
		await tx
			.insertInto('memory')
			.values({ name, value })
			.onConflict((on) => on.column('name').doUpdateSet({ value }))
			.execute();
	}
	for (const { key, kind, payload } of commit.effects) {
		await tx
			.insertInto('effects')
			.values({
				key,
				kind,
				payload: JSON.stringify(payload),
				state: 'waiting',
				attempts: 0,
				asked_at: commit.receivedAt,
				settled_at: null
			})
			.onConflict((on) => on.doNothing())
			.execute();
	}
}

/** Full chunks first, then single items: two lengths of statement in all. */
function chunks<T>(items: readonly T[]): T[][] {
	const pieces: T[][] = [];
	let start = 0;
	for (; start + CHUNK <= items.length; start += CHUNK) pieces.push(items.slice(start, start + CHUNK));
	for (; start < items.length; start += 1) pieces.push(items.slice(start, start + 1));
	return pieces;
}
