// Who did what with accounts, rights, devices and protected rows: added to, never rewritten.
import type { Kysely, SelectQueryBuilder, Transaction } from 'kysely';
import type { Database } from '../store/schema.server.ts';
import { chainHash, ChainCheck, detailsDigest, rowName } from './chain.server.ts';
import { AuditEntry, type AuditRow, type AuditTable, type Details, type What } from './entry.server.ts';

export interface AuditFilter {
	/** Rows with a lower number than this. */
	readonly before?: number;
	readonly what?: What;
	readonly personId?: string;
	readonly about?: string;
	/** Not earlier than `from` and earlier than `to`. */
	readonly from?: number;
	readonly to?: number;
	/** Somewhere in what, about or the details, whatever the case. */
	readonly text?: string;
}

export interface AuditSettings {
	readonly db: Kysely<Database>;
	readonly now: () => number;
	/** Random text that nobody guesses. */
	readonly salt: () => string;
}

export const PAGE_MAX = 200;
const CHECKED_AT_ONCE = 500;

export class AuditLog {
	readonly #settings: AuditSettings;

	constructor(settings: AuditSettings) {
		this.#settings = settings;
	}

	/**
	 * Notes one thing; resolves with its number when it is on disk – what depends on it leaves the server after that.
	 *
	 * Shapes:  with `tx` the row lands or fails together with what else happens there, and is on disk when that is; inside
	 *          one transaction append one after the other. Without it the log opens its own, so never call it so inside one.
	 * Errors:  throws when the entry is not of the closed shape or the disk refuses: the caller must then not go on.
	 */
	async append(entry: AuditEntry, tx?: Transaction<Database>): Promise<number> {
		const checked = AuditEntry.parse(entry);
		if (tx) return this.#write(tx, checked);
		return this.#settings.db.transaction().execute((own) => this.#write(own, checked));
	}

	/** Rows newest first, at most `limit` and never more than 200. */
	async page({ limit = PAGE_MAX, ...filter }: AuditFilter & { readonly limit?: number } = {}): Promise<AuditRow[]> {
		const size = Math.min(Math.max(1, Math.trunc(limit)), PAGE_MAX);
		const rows = await filtered(this.#all(), filter).orderBy('n', 'desc').limit(size).execute();
		return rows.map(read);
	}

	/** What is noted of one person: what they did, and what was done to their account; newest first. */
	async own(personId: string, { before = Infinity }: { before?: number } = {}): Promise<AuditRow[]> {
		const rows = await filtered(this.#all(), Number.isFinite(before) ? { before } : {})
			.where((is) => is.or([is('person_id', '=', personId), is('about', '=', personId)]))
			.orderBy('n', 'desc')
			.limit(PAGE_MAX)
			.execute();
		return rows.map(read);
	}

	/** Follows the whole chain, a piece at a time so that devices are answered in between. */
	async verify(): Promise<{ rows: number; firstBroken: number | undefined }> {
		const given = await this.#settings.db
			.selectFrom('sqlite_sequence')
			.select('seq')
			.where('name', '=', 'audit')
			.executeTakeFirst();
		const check = new ChainCheck();
		let last = 0;
		for (let full = true; full;) {
			const rows = await this.#all().where('n', '>', last).orderBy('n').limit(CHECKED_AT_ONCE).execute();
			for (const row of rows) check.follow(row);
			last = rows.at(-1)?.n ?? last;
			full = rows.length === CHECKED_AT_ONCE;
			await new Promise((next) => setImmediate(next));
		}
		return { rows: check.rows, firstBroken: check.firstBroken(given?.seq ?? 0) };
	}

	/**
	 * Blacks out the details of row `n`, after noting who did so: the only change that the log allows.
	 *
	 * Errors:  throws when there is no such row; one that is blacked out already is noted again and stays so.
	 */
	async blackOut(n: number, by: Pick<AuditEntry, 'personId' | 'deviceId'>): Promise<void> {
		await this.#settings.db.transaction().execute(async (tx) => {
			await this.#write(tx, { what: 'erase', ...by, about: rowName(n) });
			const { numUpdatedRows } = await tx
				.updateTable('audit')
				.set({ details: null, salt: null })
				.where('n', '=', n)
				.executeTakeFirst();
			if (numUpdatedRows !== 1n) throw new Error(`The audit log has no row ${n}`);
		});
	}

	#all(): SelectQueryBuilder<Database, 'audit', AuditTable> {
		return this.#settings.db.selectFrom('audit').selectAll();
	}

	async #write(tx: Transaction<Database>, entry: AuditEntry): Promise<number> {
		const last = await tx.selectFrom('audit').select(['n', 'hash']).orderBy('n', 'desc').limit(1).executeTakeFirst();
		const salt = this.#settings.salt();
		const details = JSON.stringify(entry.details ?? {});
		const row = {
			n: (last?.n ?? 0) + 1,
			at: this.#settings.now(),
			person_id: entry.personId,
			device_id: entry.deviceId,
			what: entry.what,
			about: entry.about,
			details_digest: detailsDigest(salt, details)
		};
		const hash = chainHash(last?.hash ?? '', row);
		await tx
			.insertInto('audit')
			.values({ ...row, details, salt, hash })
			.execute();
		return row.n;
	}
}

type Rows = SelectQueryBuilder<Database, 'audit', AuditTable>;

function filtered(rows: Rows, { before, what, personId, about, from, to, text }: AuditFilter): Rows {
	let chosen = rows;
	if (before !== undefined) chosen = chosen.where('n', '<', before);
	if (what !== undefined) chosen = chosen.where('what', '=', what);
	if (personId !== undefined) chosen = chosen.where('person_id', '=', personId);
	if (about !== undefined) chosen = chosen.where('about', '=', about);
	if (from !== undefined) chosen = chosen.where('at', '>=', from);
	if (to !== undefined) chosen = chosen.where('at', '<', to);
	if (text === undefined || text === '') return chosen;
	const sought = text.toLowerCase();
	return chosen.where((is) =>
		is.or(
			(['what', 'about', 'details'] as const).map((column) =>
				is(is.fn<number>('instr', [is.fn<string>('lower', [column]), is.val(sought)]), '>', 0)
			)
		)
	);
}

function read(row: AuditTable): AuditRow {
	const { n, at, what, about, details, person_id: personId, device_id: deviceId } = row;
	return {
		n,
		at,
		personId,
		deviceId,
		what: what as What,
		about,
		details: details === null ? null : (JSON.parse(details) as Details)
	};
}
