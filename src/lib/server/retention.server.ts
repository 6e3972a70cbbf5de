// What need not be kept is not kept: once a day, with a line in the audit log that says how much went.
import type { Kysely } from 'kysely';
import { DAY_MS } from '#lib/kernel/index.ts';
import type { AuditLog } from './audit/audit-log.server.ts';
import type { Database } from './store/schema.server.ts';

export interface RetentionSettings {
	readonly db: Kysely<Database>;
	readonly audit: AuditLog;
	readonly now: () => number;
	/** How long, in days, as the municipality has decided. */
	readonly days: () => number;
}

/** An invitation that was used or is over helps nobody after so long. */
const INVITATION_MS = 30 * DAY_MS;

/**
 * Forgets sessions that ended or lapsed, devices that nobody uses, and invitations used or over, all of them longer ago than is kept.
 *
 * Shapes:  what people wrote and decided is not touched: a journal is a public record, and what of it may be weeded out is
 *          decided by the municipality's archive, not by a clock.
 * Errors:  throws what the database throws; nothing is then noted, and the next day it is tried again.
 */
export async function runRetention({ db, audit, now, days }: RetentionSettings): Promise<number> {
	const before = now() - days() * DAY_MS;
	return db.transaction().execute(async (tx) => {
		const sessions = await tx
			.deleteFrom('sessions')
			.where((is) => is(is.fn.coalesce('ended_at', 'seen_at'), '<', before))
			// Whoever was shut out is told so however late they come back.
			.where('revoked', '=', 0)
			.executeTakeFirst();
		const tablets = await tx
			.deleteFrom('tablets')
			.where('seen_at', '<', before)
			.where('revoked_at', 'is', null)
			.where((is) => is.not(is.exists(is.selectFrom('sessions').whereRef('tablet_id', '=', 'tablets.id').select('id'))))
			.executeTakeFirst();
		const invitations = await tx
			.deleteFrom('invitations')
			.where((is) => is.or([is('used_at', 'is not', null), is('ends_at', '<', now())]))
			.where('made_at', '<', now() - INVITATION_MS)
			.executeTakeFirst();
		const rows = [sessions, tablets, invitations].reduce((sum, gone) => sum + Number(gone.numDeletedRows), 0);
		if (rows > 0) {
			const details = { rows, fields: ['sessions', 'devices', 'invitations'] };
			await audit.append({ what: 'retention', personId: null, deviceId: null, about: null, details }, tx);
		}
		return rows;
	});
}
