// Who is signed in on which device: rows that can be listed and ended.
import type { Kysely, Selectable } from 'kysely';
import { DAY_MS, newId, systemRandom } from '#lib/kernel/index.ts';
import type { Database } from '../store/schema.server.ts';
import type { AuthTables } from './auth-tables.server.ts';

export type Session = Selectable<AuthTables['sessions']>;
export type HowSignedIn = 'password' | 'passkey' | 'sso' | 'invitation' | 'set-up' | 'break-glass';

/** Not heard of for so long, a session is over: whoever comes back signs in again. */
export const IDLE_MS = 14 * DAY_MS;
/** However busy, a session ends after this. */
export const ABSOLUTE_MS = 90 * DAY_MS;

export class Sessions {
	readonly #db: Kysely<Database>;
	readonly #now: () => number;

	constructor(db: Kysely<Database>, now: () => number) {
		this.#db = db;
		this.#now = now;
	}

	async begin(personId: string, tabletId: string, how: HowSignedIn): Promise<string> {
		const now = this.#now();
		const id = newId(now, systemRandom);
		await this.#db
			.insertInto('sessions')
			.values({ id, person_id: personId, tablet_id: tabletId, how, created_at: now, seen_at: now })
			.execute();
		return id;
	}

	/** The session where it still holds on this device; why not, where it does not. */
	async heldOn(tabletId: string, id: string): Promise<Session | 'ended' | 'revoked'> {
		const session = await this.#db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
		if (!session || session.tablet_id !== tabletId) return 'ended';
		if (session.revoked) return 'revoked';
		const now = this.#now();
		const over = session.seen_at + IDLE_MS < now || session.created_at + ABSOLUTE_MS < now;
		return session.ended_at !== null || over ? 'ended' : session;
	}

	/** The device that the session was begun on. */
	async tabletOf(id: string): Promise<string | undefined> {
		const session = await this.#db.selectFrom('sessions').select('tablet_id').where('id', '=', id).executeTakeFirst();
		return session?.tablet_id;
	}

	/** Whether this person has ever been signed in on this device. */
	async ever(personId: string, tabletId: string): Promise<boolean> {
		const session = await this.#db
			.selectFrom('sessions')
			.select('id')
			.where('person_id', '=', personId)
			.where('tablet_id', '=', tabletId)
			.limit(1)
			.executeTakeFirst();
		return session !== undefined;
	}

	async seen(id: string, about: { build?: string; unsent?: number }): Promise<void> {
		await this.#db
			.updateTable('sessions')
			.set({ seen_at: this.#now(), ...about })
			.where('id', '=', id)
			.execute();
	}

	/** Ends those that match; `revoked` makes the devices drop what they hold. Returns how many were running. */
	async end(which: Partial<Pick<Session, 'id' | 'person_id' | 'tablet_id'>>, revoked: boolean): Promise<number> {
		let update = this.#db
			.updateTable('sessions')
			.set({ ended_at: this.#now(), revoked: revoked ? 1 : 0 })
			.where('revoked', '=', 0);
		if (!revoked) update = update.where('ended_at', 'is', null);
		if (which.id !== undefined) update = update.where('id', '=', which.id);
		if (which.person_id !== undefined) update = update.where('person_id', '=', which.person_id);
		if (which.tablet_id !== undefined) update = update.where('tablet_id', '=', which.tablet_id);
		return Number((await update.executeTakeFirst()).numUpdatedRows);
	}

	/** All of a person's go, also from the list of those that were: for whoever is erased. */
	async forget(personId: string): Promise<void> {
		await this.#db.deleteFrom('sessions').where('person_id', '=', personId).execute();
	}

	/** Those that still hold, newest first. */
	async running(which: Partial<Pick<Session, 'person_id' | 'tablet_id'>> = {}): Promise<Session[]> {
		const now = this.#now();
		let query = this.#db
			.selectFrom('sessions')
			.selectAll()
			.where('ended_at', 'is', null)
			.where('seen_at', '>=', now - IDLE_MS)
			.where('created_at', '>=', now - ABSOLUTE_MS);
		if (which.person_id !== undefined) query = query.where('person_id', '=', which.person_id);
		if (which.tablet_id !== undefined) query = query.where('tablet_id', '=', which.tablet_id);
		return query.orderBy('seen_at', 'desc').limit(1_000).execute();
	}
}
