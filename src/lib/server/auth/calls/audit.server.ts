// The audit log as it is read: page by page for whoever may, one's own for everyone, and as a file.
import * as z from 'zod/mini';
import { Id, Instant, ok } from '#lib/kernel/index.ts';
import { What, type AuditRow } from '../../audit/entry.server.ts';
import { exportCsv, exportJson } from '../../audit/export.server.ts';
import { defineCall, personOf } from '../call.server.ts';
import type { Office } from '../office.server.ts';

const Filter = {
	before: z.optional(z.int()),
	what: z.optional(What),
	personId: z.optional(Id),
	from: z.optional(Instant),
	to: z.optional(Instant),
	text: z.optional(z.string().check(z.maxLength(100)))
};
const PAGE = 50;

/** Names as they are now; whoever has left keeps theirs. An id that is nobody's name says nothing to a reader. */
async function named({ parts: { directory, tablets } }: Office, rows: readonly AuditRow[]): Promise<object[]> {
	const devices = new Map((await tablets.all()).map(({ id, name }) => [id, name]));
	const nameOf = (id: string | null): string =>
		id === null ? '' : (directory.person(id)?.name ?? devices.get(id) ?? '');
	return rows.map(({ n, at, what, personId, deviceId, about, details }) => ({
		n,
		at,
		what,
		who: nameOf(personId),
		device: nameOf(deviceId),
		about: nameOf(about),
		details
	}));
}

export const auditPage = defineCall({
	message: z.strictObject(Filter),
	who: 'audit.read',
	async run(office, filter) {
		const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
		return ok(await named(office, await office.parts.audit.page({ ...given, limit: PAGE })));
	}
});

/** What is noted of oneself. */
export const myAudit = defineCall({
	message: z.strictObject({ before: z.optional(z.int()) }),
	who: 'person',
	async run(office, { before }, caller) {
		const rows = await office.parts.audit.own(personOf(caller), before === undefined ? {} : { before });
		return ok(await named(office, rows.slice(0, PAGE)));
	}
});

/** Follows the whole chain: how many rows there are, and the first that is not as it was written. */
export const verifyAudit = defineCall({
	message: z.strictObject({}),
	who: 'audit.read',
	async run(office) {
		const { rows, firstBroken } = await office.parts.audit.verify();
		return ok({ rows, firstBroken: firstBroken ?? null });
	}
});

/** The log as a file; that it was taken out stands in the log before it leaves. */
export const exportAudit = defineCall({
	message: z.strictObject({ format: z.enum(['csv', 'json']) }),
	who: 'audit.read',
	async run(office, { format }, caller) {
		await office.note('export', 'audit', caller, { format });
		const { audit } = office.parts;
		let text = '';
		for await (const part of format === 'csv' ? exportCsv(audit) : exportJson(audit)) text += part;
		return ok({ text, name: `beredd-logg.${format}` });
	}
});
