// A commit cut into one frame per scope, ready for everyone in that scope.
import type { Frame, ScopeId } from '../contract/index.ts';
import type { Commit } from './store.ts';

/**
 * One frame per scope that `commit` has written.
 *
 * Shapes:  rows and tombstones in ascending version; each frame names the other scopes of the commit in `with`.
 */
export function framesOf(commit: Commit, before: ReadonlyMap<ScopeId, number>): Frame[] {
	const others = Object.fromEntries(commit.versions);
	const rows = byScope(commit.rows);
	const tombstones = byScope(commit.tombstones);
	return [...commit.versions].map(([scope, to]) => ({
		scope,
		from: before.get(scope) ?? 0,
		to,
		rows: (rows.get(scope) ?? []).map(({ scope: _, ...row }) => row),
		tombstones: (tombstones.get(scope) ?? []).map(({ table, id, version }) => ({ table, id, version })),
		...(commit.versions.size > 1 ? { with: others } : {})
	}));
}

function byScope<T extends { scope: ScopeId }>(items: readonly T[]): ReadonlyMap<ScopeId, T[]> {
	return Map.groupBy(items, (item) => item.scope);
}
