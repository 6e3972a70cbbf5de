// What must be true in the end, told as simply as it can be: the accepted mutations, in the server's order, on a plain map.
import type { HistoryEntry, Store } from '#lib/sync/authority/index.ts';
import { Overlay, rowKey, type Registry, type Row, type RowSource } from '#lib/sync/contract/index.ts';

export async function wholeHistory(store: Store): Promise<HistoryEntry[]> {
	const entries: HistoryEntry[] = [];
	for (;;) {
		const page = await store.history(entries.length, 1_000);
		entries.push(...page);
		if (page.length < 1_000) return entries;
	}
}

/** Rows without server-owned columns, by key: what the accepted mutations mean. */
export async function foldHistory(
	history: readonly HistoryEntry[],
	registry: Registry,
	nameOf: (personId: string) => string
): Promise<Map<string, Row>> {
	const rows = new Map<string, Row>();
	const source = mapSource(rows);
	for (const entry of history) {
		if (entry.verdict.refused !== undefined) continue;
		const mutator = registry.mutator(entry.name);
		if (!mutator) throw new Error(`History holds an unknown mutation ${entry.name}`);
		const overlay = new Overlay(source);
		const actor = { personId: entry.personId, name: nameOf(entry.personId), role: 'log keeper' };
		const result = await mutator.run({ tx: overlay, actor, at: entry.at }, JSON.parse(entry.args));
		if (!result.ok) throw new Error(`The server accepted what the plain map refuses: ${entry.name} ${result.code}`);
		for (const [key, write] of overlay.writes) {
			if (write.row) rows.set(key, write.row);
			else rows.delete(key);
		}
	}
	return rows;
}

/** A plain map as a source of rows for mutators. */
export function mapSource(rows: ReadonlyMap<string, Row>): RowSource {
	return {
		get: (table, id) => Promise.resolve(rows.get(rowKey(table.name, id))),
		list: (table, field, value) =>
			Promise.resolve(
				[...rows]
					.filter(([key, row]) => key.startsWith(`${table.name}/`) && Reflect.get(row, field) === value)
					.map(([, row]) => row)
			)
	};
}

/** A row as text, keys sorted, without what only the server writes: for comparing. */
export function meaning(registry: Registry, key: string, row: Row): string {
	const owned = registry.table(key.slice(0, key.indexOf('/')))?.serverOwned ?? [];
	return plainText(Object.fromEntries(Object.entries(row).filter(([field]) => !owned.includes(field))));
}

export function plainText(value: object): string {
	return JSON.stringify(Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))));
}
