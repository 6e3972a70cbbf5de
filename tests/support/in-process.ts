// A judge on a database in memory, for tests that need no process and no network.
import { createHash } from 'node:crypto';
import { registry } from '#lib/features/registry.ts';
import { openSqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { Authority, type Store } from '#lib/sync/authority/index.ts';
import type { Frame, Registry, Row, Table } from '#lib/sync/contract/index.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface InProcess {
	readonly store: Store;
	readonly authority: Authority;
	readonly bugs: unknown[];
	readonly now: () => number;
	readonly rows: <R extends Row>(table: Table<R>) => Promise<R[]>;
}

export async function startInProcess(
	now: () => number = Date.now,
	of: Registry = registry,
	deliver: (frames: readonly Frame[]) => void = () => undefined
): Promise<InProcess> {
	const store = await openSqliteStore(':memory:', of, () => 'epoch');
	const bugs: unknown[] = [];
	const note = (error: unknown): string => {
		bugs.push(error);
		return 'bug';
	};
	let salts = 0;
	const authority = new Authority({
		store,
		registry: of,
		now,
		mayRead: () => true,
		server: { digest: sha256, salt: () => String((salts += 1)) },
		reportBug: note,
		commitFailed: note,
		deliver
	});
	return {
		store,
		authority,
		bugs,
		now,
		rows: <R extends Row>({ name }: Table<R>): Promise<R[]> =>
			store.snapshot(async (snapshot) => {
				const rows: R[] = [];
				for (const [scope, version] of await snapshot.versions()) {
					for (const row of await snapshot.rowsBelow(scope, version, 100_000)) {
						if (row.table === name) rows.push(JSON.parse(row.body) as R);
					}
				}
				return rows;
			})
	};
}
