// The devices that people sign in on: each known by a cookie that scripts cannot read, each to be turned away by itself.
import type { Kysely, Selectable } from 'kysely';
import { newId, systemRandom } from '#lib/kernel/index.ts';
import type { Database } from '../store/schema.server.ts';
import type { AuthTables } from './auth-tables.server.ts';
import { hashOf, newToken } from './tokens.server.ts';

export type Tablet = Selectable<AuthTables['tablets']>;

/** Over https the browser itself sees to it that no other address and no plain line can set or read it. */
const SECURE_NAME = '__Host-beredd-device';
/** On this machine alone, where there is no https. */
const PLAIN_NAME = 'beredd-device';
const YEAR_S = 365 * 24 * 60 * 60;

export function deviceCookie(token: string, secure: boolean): string {
	const name = secure ? SECURE_NAME : PLAIN_NAME;
	const parts = [`${name}=${token}`, 'Path=/', `Max-Age=${YEAR_S}`, 'HttpOnly', 'SameSite=Strict'];
	return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

/** The device's token in a Cookie header. */
export function tokenIn(header: string | undefined, secure: boolean): string | undefined {
	const name = secure ? SECURE_NAME : PLAIN_NAME;
	const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
	return pairs.find(([key]) => key === name)?.[1];
}

export class Tablets {
	readonly #db: Kysely<Database>;
	readonly #now: () => number;

	constructor(db: Kysely<Database>, now: () => number) {
		this.#db = db;
		this.#now = now;
	}

	/** A new device and the token for its cookie. */
	async enrol(device: { name: string; shared: boolean; enrolledBy: string }): Promise<{ id: string; token: string }> {
		const now = this.#now();
		const id = newId(now, systemRandom);
		const token = newToken();
		await this.#db
			.insertInto('tablets')
			.values({
				id,
				token_hash: hashOf(token),
				name: device.name,
				shared: device.shared ? 1 : 0,
				enrolled_by: device.enrolledBy,
				enrolled_at: now,
				seen_at: now
			})
			.execute();
		return { id, token };
	}

	/** The device with this token; a revoked one too, since it must be told. */
	byToken(token: string | undefined): Promise<Tablet | undefined> {
		if (token === undefined) return Promise.resolve(undefined);
		return this.#db.selectFrom('tablets').selectAll().where('token_hash', '=', hashOf(token)).executeTakeFirst();
	}

	of(id: string): Promise<Tablet | undefined> {
		return this.#db.selectFrom('tablets').selectAll().where('id', '=', id).executeTakeFirst();
	}

	all(): Promise<Tablet[]> {
		return this.#db.selectFrom('tablets').selectAll().orderBy('seen_at', 'desc').limit(1_000).execute();
	}

	async change(id: string, change: { name?: string; shared?: boolean }): Promise<void> {
		const shared = change.shared === undefined ? {} : { shared: change.shared ? 1 : 0 };
		await this.#db
			.updateTable('tablets')
			.set({ ...(change.name === undefined ? {} : { name: change.name }), ...shared, seen_at: this.#now() })
			.where('id', '=', id)
			.execute();
	}

	/** A new token for the cookie; the former one is worth nothing. */
	async renew(id: string): Promise<string> {
		const token = newToken();
		await this.#db
			.updateTable('tablets')
			.set({ token_hash: hashOf(token) })
			.where('id', '=', id)
			.execute();
		return token;
	}

	/** Another name; that it was given one does not mean that the device was seen. */
	async rename(id: string, name: string): Promise<void> {
		await this.#db.updateTable('tablets').set({ name }).where('id', '=', id).execute();
	}

	async seen(id: string): Promise<void> {
		await this.#db.updateTable('tablets').set({ seen_at: this.#now() }).where('id', '=', id).execute();
	}

	async revoke(id: string): Promise<void> {
		await this.#db.updateTable('tablets').set({ revoked_at: this.#now() }).where('id', '=', id).execute();
	}
}
