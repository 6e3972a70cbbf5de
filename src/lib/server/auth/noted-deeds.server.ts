// Which accepted mutations stand in the audit log as well: all that changes who may do what.
import * as z from 'zod/mini';
import type { HistoryEntry } from '#lib/sync/authority/index.ts';
import type { AuditEntry, Details, What } from '../audit/entry.server.ts';

const WHAT: Readonly<Record<string, What>> = {
	'access.addPerson': 'person-added',
	'access.changePerson': 'person-changed',
	'access.changeMe': 'person-changed',
	'access.give': 'rights-given',
	'access.withdraw': 'rights-withdrawn',
	'access.leave': 'person-left',
	'access.eraseMe': 'person-left',
	'incident.adopt': 'incident-adopted',
	'municipality.change': 'settings-changed'
};

/** What of a mutation's arguments the audit log understands; everything else is left to history. */
const Args = z.object({
	personId: z.optional(z.string()),
	grantId: z.optional(z.string()),
	incidentId: z.optional(z.string()),
	as: z.optional(z.string()),
	on: z.optional(z.string()),
	from: z.optional(z.int()),
	until: z.optional(z.int())
});

/** The row for an accepted mutation; undefined where it is none of the audit log's concern. */
export function notedDeed({ name, args, personId }: HistoryEntry): AuditEntry | undefined {
	const what = Object.hasOwn(WHAT, name) ? WHAT[name] : undefined;
	if (!what) return undefined;
	const said = Args.safeParse(JSON.parse(args)).data ?? {};
	const { personId: about = said.grantId ?? said.incidentId ?? personId, as, on, from, until } = said;
	const given = { as, on, from, until };
	const details = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Details;
	return { what, personId, deviceId: null, about, ...(as === undefined ? {} : { details }) };
}
