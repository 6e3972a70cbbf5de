// A judge over a store, with everything written down that leaves it and in which order.
import { createHash } from 'node:crypto';
import { Authority, type Sender, type Store } from '#lib/sync/authority/index.ts';
import type { Frame, PushedMutation, PushReply, Verdict } from '#lib/sync/contract/index.ts';
import { openSqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { sheltersRegistry } from './shelters.ts';

export const NOON = Date.UTC(2026, 10, 25, 12);

export class Judging {
	readonly store: Store;
	/** `verdict`, `frame` and `failed` in the order in which they left. */
	readonly left: string[] = [];
	readonly frames: Frame[] = [];
	readonly bugs: unknown[] = [];
	readonly authority: Authority;
	now = NOON;

	constructor(store: Store) {
		this.store = store;
		this.authority = new Authority({
			store,
			registry: sheltersRegistry,
			now: () => this.now,
			mayRead: (_actor, scope) => scope !== 'shelter:secret',
			server: { digest: (text) => createHash('sha256').update(text).digest('hex'), salt: () => 'salt' },
			reportBug: (error) => `bug-${this.bugs.push(error)}`,
			commitFailed: () => this.left.push('failed'),
			deliver: (frames) => {
				this.frames.push(...frames);
				this.left.push('frame');
			}
		});
	}

	static async open(): Promise<Judging> {
		return new Judging(await openSqliteStore(':memory:', sheltersRegistry, () => 'epoch'));
	}

	async device(clientId: string): Promise<Sender> {
		const actor = { personId: `person-${clientId}`, name: 'Åsa', role: 'Values' };
		await this.store.enrol({ clientId, actor, lastSeq: 0 }, this.now);
		return { clientId, actor };
	}

	/** Pushes once; `undefined` when nobody was answered. */
	push(sender: Sender, mutations: readonly PushedMutation[]): Promise<PushReply | undefined> {
		return new Promise((resolve) => {
			this.authority.judge(sender, mutations, (reply) => {
				if (reply) this.left.push('verdict');
				resolve(reply);
			});
		});
	}

	async verdicts(sender: Sender, mutations: readonly PushedMutation[]): Promise<readonly Verdict[]> {
		return (await this.push(sender, mutations))?.verdicts ?? [];
	}

	/** Row texts of a shelter, newest first. */
	guestsOf(shelter: string): Promise<unknown[]> {
		return this.store.snapshot(async (snapshot) =>
			(await snapshot.rowsBelow(`shelter:${shelter}`, Infinity, 1_000)).map(({ body }): unknown => JSON.parse(body))
		);
	}
}

export function mutation(seq: number, name: string, args: unknown, more: Partial<PushedMutation> = {}): PushedMutation {
	return { seq, name, args, at: NOON, ...more };
}

export function arrival(seq: number, id: string, shelter = 'school'): PushedMutation {
	return mutation(seq, 'guest.arrive', { id, shelter, name: 'Bo Ek' });
}
