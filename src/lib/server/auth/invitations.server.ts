// Links that let someone in once: a person to make their account, a tablet to become one of the municipality's.
import type { Kysely, Selectable } from 'kysely';
import { DAY_MS, MINUTE_MS, refuse, type Result } from '#lib/kernel/index.ts';
import type { Database } from '../store/schema.server.ts';
import type { AuthTables } from './auth-tables.server.ts';
import { plainCode } from './break-glass.server.ts';
import { hashOf, newToken } from './tokens.server.ts';

export type Invitation = Selectable<AuthTables['invitations']>;

/** A board's code is short, so that it can be typed with a remote control: it lasts as long as that takes. */
const LASTS_MS = { person: 7 * DAY_MS, tablet: DAY_MS / 24, board: 15 * MINUTE_MS };

export class Invitations {
	readonly #db: Kysely<Database>;
	readonly #now: () => number;

	constructor(db: Kysely<Database>, now: () => number) {
		this.#db = db;
		this.#now = now;
	}

	/** The word of the link; a former link of the same person is worth nothing from now on. */
	async make(
		invitation:
			| { kind: 'person'; personId: string }
			| { kind: 'tablet'; name: string }
			| { kind: 'board'; personId: string; code: string },
		madeBy: string
	): Promise<{ token: string; endsAt: number }> {
		const token = invitation.kind === 'board' ? plainCode(invitation.code) : newToken();
		const now = this.#now();
		const endsAt = now + LASTS_MS[invitation.kind];
		const personId = invitation.kind === 'tablet' ? null : invitation.personId;
		if (personId !== null) await this.#db.deleteFrom('invitations').where('person_id', '=', personId).execute();
		await this.#db
			.insertInto('invitations')
			.values({
				token_hash: hashOf(token),
				kind: invitation.kind,
				person_id: personId,
				name: invitation.kind === 'tablet' ? invitation.name : null,
				made_by: madeBy,
				made_at: now,
				ends_at: endsAt
			})
			.execute();
		return { token, endsAt };
	}

	/** What has been sent to a person lets them in no more. */
	async forget(personId: string): Promise<void> {
		await this.#db.deleteFrom('invitations').where('person_id', '=', personId).execute();
	}

	/** The invitation where it can still be used; one code for unknown, used and over. */
	async read(token: string): Promise<Result<Invitation>> {
		const found = await this.#db
			.selectFrom('invitations')
			.selectAll()
			.where('token_hash', '=', hashOf(token))
			.executeTakeFirst();
		const usable = found && found.used_at === null && found.ends_at > this.#now();
		return usable ? { ok: true, value: found } : refuse('access.invitation-over');
	}

	/** True for whoever uses it first. */
	async use(token: string): Promise<boolean> {
		const { numUpdatedRows } = await this.#db
			.updateTable('invitations')
			.set({ used_at: this.#now() })
			.where('token_hash', '=', hashOf(token))
			.where('used_at', 'is', null)
			.executeTakeFirst();
		return numUpdatedRows > 0n;
	}
}
