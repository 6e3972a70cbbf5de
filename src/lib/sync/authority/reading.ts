// What devices ask for: the changes since their cursors, or a scope from its newest row backwards.
import type { Actor, FillPage, FillRequest, Frame, Registry, ScopeId } from '../contract/index.ts';
import type { Snapshot, Store } from './store.ts';

/** Rows and tombstones in one answer; about 400 kB of journal. */
const PULL_ROWS_MAX = 1_000;

export type PullAnswer = { frames: Frame[]; more: boolean; refill: string[]; others: string[] };

/**
 * The changes after each cursor that `actor` may see, cut at a page.
 *
 * Shapes:  one frame per scope that has moved; scopes without news are left out.
 * Errors:  a scope that is unknown and one that is forbidden get the same answer: nothing.
 */
export function pull(
	store: Store,
	cursors: Readonly<Record<ScopeId, number>>,
	mayRead: (scope: ScopeId) => boolean
): Promise<PullAnswer> {
	return store.snapshot(async (snapshot) => {
		const versions = await snapshot.versions();
		const others = [...versions.keys()].filter((scope) => !Object.hasOwn(cursors, scope) && mayRead(scope));
		const answer: PullAnswer = { frames: [], more: false, refill: [], others };
		let room = PULL_ROWS_MAX;
		for (const [scope, cursor] of Object.entries(cursors)) {
			const top = versions.get(scope) ?? 0;
			if (!mayRead(scope) || cursor === top) continue;
			if (cursor > top || cursor < (await snapshot.tombstonesSince(scope))) {
				answer.refill.push(scope);
				continue;
			}
			if (room <= 0) {
				answer.more = true;
				break;
			}
			const frame = await frameAfter(snapshot, scope, { cursor, top, room });
			room -= frame.rows.length + frame.tombstones.length;
			answer.frames.push(frame);
			if (frame.to < top) answer.more = true;
		}
		return answer;
	});
}

async function frameAfter(
	snapshot: Snapshot,
	scope: ScopeId,
	{ cursor, top, room }: { cursor: number; top: number; room: number }
): Promise<Frame> {
	const { rows, tombstones } = await snapshot.changesAfter(scope, cursor, room);
	const full = rows.length + tombstones.length >= room;
	const last = Math.max(cursor, rows.at(-1)?.version ?? 0, tombstones.at(-1)?.version ?? 0);
	return { scope, from: cursor, to: full ? last : top, rows, tombstones };
}

/**
 * A page of a scope from `below` backwards; `undefined` when it is unknown or not for this person.
 *
 * Shapes:  the first page brings the rows of head tables as well, however old; they come again with the page they belong to.
 */
export function fill(
	store: Store,
	request: FillRequest,
	{ registry, actor, mayRead }: { registry: Registry; actor: Actor; mayRead: (actor: Actor, scope: ScopeId) => boolean }
): Promise<FillPage | undefined> {
	return store.snapshot(async (snapshot) => {
		const top = (await snapshot.versions()).get(request.scope);
		if (top === undefined || !mayRead(actor, request.scope)) return undefined;
		const below = Math.min(request.below ?? top, top);
		const rows = await snapshot.rowsBelow(request.scope, below, request.limit);
		const next = rows.length < request.limit ? 0 : Math.max(0, (rows.at(-1)?.version ?? 1) - 1);
		const left = next === 0 ? 0 : await snapshot.countBelow(request.scope, next);
		const heads = registry.tables.filter(({ head }) => head).map(({ name }) => name);
		const head = request.below === undefined && next > 0 ? await snapshot.rowsOfTables(request.scope, next, heads) : [];
		return { scope: request.scope, top, rows: [...rows, ...head], below: next, left };
	});
}
