// The way in when no other is left: two one-time codes on paper, two people, one day, and everyone is told.
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../store/schema.server.ts';
import { hashOf } from './tokens.server.ts';

/** Without letters that look like others on paper: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 100 bits for what lies in an envelope for a year. */
export const ENVELOPE = { letters: 20, group: 5 };
/** 40 bits for what lasts a quarter of an hour, where only a few may try. */
export const SHORT = { letters: 8, group: 4 };

/** A random code, such as `7K2QM-04XNB-HD9CT-W5R1E`. */
export function newCode({ letters, group }: { letters: number; group: number } = ENVELOPE): string {
	const drawn = [...randomBytes(letters)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
	return drawn.replace(new RegExp(`(.{${group.toString()}})(?!$)`, 'g'), '$1-');
}

/** As it is compared: people read I for 1 and O for 0, and leave out hyphens. */
export function plainCode(code: string): string {
	return code
		.toUpperCase()
		.replace(/[IL]/g, '1')
		.replace(/O/g, '0')
		.replace(/[^0-9A-Z]/g, '');
}

export class BreakGlass {
	readonly #db: Kysely<Database>;
	readonly #now: () => number;

	constructor(db: Kysely<Database>, now: () => number) {
		this.#db = db;
		this.#now = now;
	}

	/** Two new codes, shown this once; the former ones are worth nothing from now on. */
	async make(madeBy: string): Promise<{ first: string; second: string }> {
		const codes = { first: newCode(), second: newCode() };
		const rows = Object.entries(codes).map(([label, code]) => ({
			label,
			code_hash: hashOf(plainCode(code)),
			made_at: this.#now(),
			made_by: madeBy,
			used_at: null
		}));
		await this.#db.transaction().execute(async (tx) => {
			await tx.deleteFrom('break_glass').execute();
			await tx.insertInto('break_glass').values(rows).execute();
		});
		return codes;
	}

	/** When the codes were made, and when they were used; undefined where there are none. */
	async state(): Promise<{ madeAt: number; usedAt: number | null } | undefined> {
		const row = await this.#db.selectFrom('break_glass').selectAll().limit(1).executeTakeFirst();
		return row && { madeAt: row.made_at, usedAt: row.used_at };
	}

	/** Whether these are the two codes, in either order, and not used yet. */
	async fits(one: string, other: string): Promise<boolean> {
		const rows = await this.#db.selectFrom('break_glass').selectAll().where('used_at', 'is', null).execute();
		const given = new Set([hashOf(plainCode(one)), hashOf(plainCode(other))]);
		return rows.length === 2 && given.size === 2 && rows.every(({ code_hash }) => given.has(code_hash));
	}

	/** Uses the codes up; true for whoever does so first. */
	async use(): Promise<boolean> {
		const { numUpdatedRows } = await this.#db
			.updateTable('break_glass')
			.set({ used_at: this.#now() })
			.where('used_at', 'is', null)
			.executeTakeFirst();
		return numUpdatedRows === 2n;
	}
}
