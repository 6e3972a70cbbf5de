// A kind of row, declared once and used by the browser, the server and the simulator alike.
import type * as z from 'zod/mini';

export interface Row {
	readonly id: string;
}

/** The unit of access and of ordering, such as `open` or `incident:0f3…`; a row is in exactly one. */
export type ScopeId = string;

export interface Table<R extends Row = Row> {
	readonly name: string;
	readonly row: z.ZodMiniType<R>;
	/** Dexie index specifications beside the primary key `id`; fields that are ids, scopes, times or enums only. */
	readonly indexes: readonly string[];
	/** Fields that mutators may list by; each is also a plain entry of `indexes`. */
	readonly lookups: readonly string[];
	scopeOf(row: R): ScopeId;
	/** True where a row may change its scope: such rows are compared by commit, since scopes arrive at different times. */
	readonly movable: boolean;
	/** True where a screen needs the row before its scope's newest rows mean anything: it comes with a fill's first page, whatever its age. */
	readonly head: boolean;
	/** Undefined while pending; written by `onAccept` on the server. */
	readonly serverOwned: readonly string[];
	/** Fields of which history keeps only that they changed, so that a person can be erased. */
	readonly personal: readonly string[];
}

/**
 * Declares a kind of row.
 *
 * Shapes:  `indexes` as Dexie writes them (`incidentId`, `[incidentId+happenedAt]`).
 * Errors:  throws at start when a lookup has no index of its own.
 */
export function defineTable<R extends Row>(table: {
	name: string;
	row: z.ZodMiniType<R>;
	indexes?: readonly string[];
	lookups?: readonly (keyof R & string)[];
	scopeOf: (row: R) => ScopeId;
	movable?: true;
	head?: true;
	serverOwned?: readonly (keyof R & string)[];
	personal?: readonly (keyof R & string)[];
}): Table<R> {
	const { indexes = [], lookups = [], serverOwned = [], personal = [], movable = false, head = false, ...rest } = table;
	const missing = lookups.find((field) => !indexes.includes(field));
	if (missing) throw new Error(`Table ${table.name}: lookup ${missing} has no index`);
	return { ...rest, indexes, lookups, serverOwned, personal, movable, head };
}

/** The names of the indexed fields, compound indexes taken apart. */
export function indexedFields(table: Pick<Table, 'indexes'>): readonly string[] {
	const names = table.indexes.flatMap((index) => index.replace(/[[\]&*]/g, '').split('+'));
	return [...new Set(names)];
}
