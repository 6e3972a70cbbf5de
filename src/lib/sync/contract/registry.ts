// The list of all tables and mutators, joined by the product and handed to both sides.
import type { Instant } from '#lib/kernel/index.ts';
import type { Actor, Mutator, Need } from './mutator.ts';
import type { Table } from './table.ts';

export interface Registry {
	/** Raised whenever a table or an index changes; IndexedDB's version (a test fails on an unbumped change). */
	readonly schema: number;
	readonly tables: readonly Table[];
	readonly mutators: readonly Mutator[];
	table(name: string): Table | undefined;
	mutator(name: string): Mutator | undefined;
	/** Whether the actor's rights cover the need at this moment. */
	permits(actor: Actor, need: Need, at: Instant): boolean;
}

/**
 * Joins tables and mutators.
 *
 * Errors:  throws at start when two share a name.
 */
export function createRegistry(parts: {
	schema: number;
	tables: readonly Pick<Table, 'name' | 'lookups'>[];
	mutators: readonly Pick<Mutator, 'name' | 'optimistic'>[];
	/** Without it everyone may everything: for simulations. */
	permits?: Registry['permits'];
}): Registry {
	// A list cannot say that each table goes with its own rows; the narrow types are at the use, on what `defineTable` gave.
	const tables = parts.tables as readonly Table[];
	const mutators = parts.mutators as readonly Mutator[];
	const tableByName = byName(tables);
	const mutatorByName = byName(mutators);
	return {
		schema: parts.schema,
		tables,
		mutators,
		table: (name) => tableByName.get(name),
		mutator: (name) => mutatorByName.get(name),
		permits: parts.permits ?? (() => true)
	};
}

function byName<T extends { name: string }>(items: readonly T[]): ReadonlyMap<string, T> {
	const map = new Map(items.map((item) => [item.name, item]));
	if (map.size !== items.length) throw new Error('Two tables or mutators share a name');
	return map;
}
