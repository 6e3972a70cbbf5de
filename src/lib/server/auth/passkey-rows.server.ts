// The passkeys that people have added: each belongs to one person for ever, and its counter only goes on from the one that was read.
import type { Kysely, Selectable } from 'kysely';
import type { Database } from '../store/schema.server.ts';
import type { AuthTables } from './auth-tables.server.ts';
import type { StoredPasskey } from './passkeys.server.ts';

export class PasskeyRows {
	readonly #db: Kysely<Database>;

	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	async of(personId: string): Promise<StoredPasskey[]> {
		const rows = await this.#db
			.selectFrom('passkeys')
			.selectAll()
			.where('person_id', '=', personId)
			.orderBy('created_at')
			.execute();
		return rows.map(asPasskey);
	}

	async byId(id: string): Promise<StoredPasskey | undefined> {
		const row = await this.#db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst();
		return row && asPasskey(row);
	}

	/** False where somebody has a passkey with this id already; whose it is does not matter. */
	async add(passkey: StoredPasskey): Promise<boolean> {
		const { numInsertedOrUpdatedRows } = await this.#db
			.insertInto('passkeys')
			.values({
				id: passkey.id,
				person_id: passkey.personId,
				public_key: passkey.publicKey,
				counter: passkey.counter,
				transports: JSON.stringify(passkey.transports),
				label: passkey.label,
				created_at: passkey.createdAt,
				last_used_at: passkey.lastUsedAt ?? null
			})
			.onConflict((on) => on.doNothing())
			.executeTakeFirst();
		return (numInsertedOrUpdatedRows ?? 0n) > 0n;
	}

	/** Writes the counter of `after` where the one of `before` still stands; false where another sign-in was quicker. */
	async used(before: StoredPasskey, after: StoredPasskey): Promise<boolean> {
		const { numUpdatedRows } = await this.#db
			.updateTable('passkeys')
			.set({ counter: after.counter, last_used_at: after.lastUsedAt ?? null })
			.where('id', '=', before.id)
			.where('counter', '=', before.counter)
			.executeTakeFirst();
		return numUpdatedRows > 0n;
	}

	/** True where this person had it. */
	async remove(personId: string, id: string): Promise<boolean> {
		const { numDeletedRows } = await this.#db
			.deleteFrom('passkeys')
			.where('id', '=', id)
			.where('person_id', '=', personId)
			.executeTakeFirst();
		return numDeletedRows > 0n;
	}
}

function asPasskey(row: Selectable<AuthTables['passkeys']>): StoredPasskey {
	return {
		id: row.id,
		personId: row.person_id,
		publicKey: row.public_key,
		counter: row.counter,
		transports: JSON.parse(row.transports) as string[],
		label: row.label,
		createdAt: row.created_at,
		lastUsedAt: row.last_used_at ?? undefined
	};
}
