// Reads of one moment, for pulls and fills.
import { sql, type Transaction } from 'kysely';
import type { Snapshot } from '#lib/sync/authority/index.ts';
import type { Database } from './schema.server.ts';

export function snapshotOf(tx: Transaction<Database>): Snapshot {
	return {
		async versions() {
			const rows = await tx.selectFrom('scopes').select(['scope', 'version']).execute();
			return new Map(rows.map(({ scope, version }) => [scope, version]));
		},
		async changesAfter(scope, version, limit) {
			const rows = await tx
				.selectFrom('rows')
				.select(['tbl as table', 'id', 'version', 'commit_number as commit', 'body'])
				.where('scope', '=', scope)
				.where('version', '>', version)
				.orderBy('version')
				.limit(limit)
				.execute();
			const tombstones = await tx
				.selectFrom('tombstones')
				.select(['tbl as table', 'id', 'version'])
				.where('scope', '=', scope)
				.where('version', '>', version)
				.orderBy('version')
				.limit(limit)
				.execute();
			// Both lists are cut at the same version, so that the page holds every change up to its end.
			const end = [...rows, ...tombstones].map((change) => change.version).sort((a, b) => a - b)[limit - 1] ?? Infinity;
			return {
				rows: rows.filter((row) => row.version <= end),
				tombstones: tombstones.filter((tombstone) => tombstone.version <= end)
			};
		},
		rowsBelow: (scope, version, limit) =>
			tx
				.selectFrom('rows')
				.select(['tbl as table', 'id', 'version', 'commit_number as commit', 'body'])
				.where('scope', '=', scope)
				.where('version', '<=', version)
				.orderBy('version', 'desc')
				.limit(limit)
				.execute(),
		rowsOfTables: (scope, version, tables) =>
			tx
				.selectFrom('rows')
				.select(['tbl as table', 'id', 'version', 'commit_number as commit', 'body'])
				.where('tbl', 'in', [...tables])
				// The plus keeps SQLite from walking the whole scope by version: these tables are short.
				.where(sql`+scope`, '=', scope)
				.where('version', '<=', version)
				.execute(),
		async countBelow(scope, version) {
			const { count } = await tx
				.selectFrom('rows')
				.select((select) => select.fn.countAll<number>().as('count'))
				.where('scope', '=', scope)
				.where('version', '<=', version)
				.executeTakeFirstOrThrow();
			return count;
		},
		async tombstonesSince(scope) {
			const row = await tx
				.selectFrom('scopes')
				.select('tombstones_since')
				.where('scope', '=', scope)
				.executeTakeFirst();
			return row?.tombstones_since ?? 0;
		}
	};
}
