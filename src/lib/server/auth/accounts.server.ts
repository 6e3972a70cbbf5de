// Accounts: how a person signs in. Rights and names are rows of the feature `access`.
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../store/schema.server.ts';
import type { AuthTables } from './auth-tables.server.ts';

export type Account = Selectable<AuthTables['accounts']>;

/** As it is compared: people type capitals and spaces as they please. */
export function plainLogin(login: string): string {
	return login.trim().toLowerCase();
}

export class Accounts {
	readonly #db: Kysely<Database>;

	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	/** Whether there is anyone who can sign in: before that the installation waits to be set up. */
	async any(): Promise<boolean> {
		return (await this.#db.selectFrom('accounts').select('person_id').limit(1).executeTakeFirst()) !== undefined;
	}

	of(personId: string): Promise<Account | undefined> {
		return this.#db.selectFrom('accounts').selectAll().where('person_id', '=', personId).executeTakeFirst();
	}

	byLogin(login: string): Promise<Account | undefined> {
		return this.#db.selectFrom('accounts').selectAll().where('login', '=', plainLogin(login)).executeTakeFirst();
	}

	bySubject(subject: string): Promise<Account | undefined> {
		return this.#db.selectFrom('accounts').selectAll().where('sso_subject', '=', subject).executeTakeFirst();
	}

	/** Makes the account where there is none yet, and sets what is given; what is not given stays. */
	async set(
		personId: string,
		given: { login?: string; passwordHash?: string; ssoSubject?: string },
		now: number
	): Promise<void> {
		const values = {
			...(given.login === undefined ? {} : { login: plainLogin(given.login) }),
			...(given.passwordHash === undefined ? {} : { password_hash: given.passwordHash }),
			...(given.ssoSubject === undefined ? {} : { sso_subject: given.ssoSubject })
		};
		await this.#db
			.insertInto('accounts')
			.values({ person_id: personId, key_number: 1, created_at: now, ...values })
			.onConflict((on) => on.column('person_id').doUpdateSet({ person_id: personId, ...values }))
			.execute();
	}

	/** The account goes, and with it every way to sign in. */
	async remove(personId: string): Promise<void> {
		await this.#db.deleteFrom('accounts').where('person_id', '=', personId).execute();
		await this.#db.deleteFrom('passkeys').where('person_id', '=', personId).execute();
	}
}
