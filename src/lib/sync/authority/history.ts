// What history keeps of a mutation; whatever is personal is kept only as “changed”, so that a person can be erased.
import type { Mutator, OverlayWrite } from '../contract/index.ts';

const MARK = 'changed';
/** The arguments of which history keeps nothing but that there were some. */
export const CHANGED = JSON.stringify(MARK);

export function keptArguments(mutator: Mutator, args: unknown): string {
	return JSON.stringify(without(args, mutator.personal));
}

export function keptRows(writes: Iterable<OverlayWrite>): string {
	return JSON.stringify(
		[...writes].map(({ table, id, row }) => [table.name, id, row ? without(row, table.personal) : null])
	);
}

function without(value: unknown, fields: readonly string[]): unknown {
	if (fields.length === 0 || typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, content]): [string, unknown] => [name, fields.includes(name) ? MARK : content])
	);
}
