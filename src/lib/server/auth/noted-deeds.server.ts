// Which accepted mutations stand in the audit log as well: all that changes who may do what.
import * as z from 'zod/mini';
import type { Grant } from '#lib/features/access/index.ts';
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

function argumentsOf({ args }: HistoryEntry): z.infer<typeof Args> {
	return Args.safeParse(JSON.parse(args)).data ?? {};
}

/**
 * The row for an accepted mutation; undefined where it is none of the audit log's concern.
 *
 * Shapes:  `grantOf` finds a role as it stood before the mutation: a withdrawal names only its id.
 */
export function notedDeed(entry: HistoryEntry, grantOf: (id: string) => Grant | undefined): AuditEntry | undefined {
	const what = Object.hasOwn(WHAT, entry.name) ? WHAT[entry.name] : undefined;
	if (!what) return undefined;
	const said = argumentsOf(entry);
	const withdrawn = entry.name === 'access.withdraw' ? grantOf(said.grantId ?? '') : undefined;
	const { as, on, from, until } = withdrawn ?? said;
	const about = withdrawn?.personId ?? said.personId ?? said.grantId ?? said.incidentId ?? entry.personId;
	const given = { as, on, from, until };
	const details = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Details;
	return { what, personId: entry.personId, deviceId: null, about, ...(as === undefined ? {} : { details }) };
}

/** Who has left by this mutation. */
export function whoLeft(entry: HistoryEntry): string | undefined {
	if (entry.name === 'access.eraseMe') return entry.personId;
	return entry.name === 'access.leave' ? argumentsOf(entry).personId : undefined;
}
