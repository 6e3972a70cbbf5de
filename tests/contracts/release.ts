// A release in data: its schema, an outbox with every mutation in it, and the frames that its server sent.
import * as z from 'zod/mini';
import { exampleScript } from '#lib/features/beginning/index.ts';
import { loadContent } from '#lib/features/content/index.ts';
import { registry } from '#lib/features/registry.ts';
import { Frame, PROTOCOL, PushedMutation } from '#lib/sync/contract/index.ts';
import { replay } from '#lib/server/beginning.server.ts';
import { startInProcess } from '../support/in-process.ts';

export const Release = z.object({
	version: z.string(),
	protocol: z.int(),
	schema: z.int(),
	/** Table → its indexes as IndexedDB has them. */
	tables: z.record(z.string(), z.array(z.string())),
	/** In order, so that each finds what it needs; at least one of every mutation there was. */
	outbox: z.array(PushedMutation),
	frames: z.array(Frame)
});
export type Release = z.infer<typeof Release>;

const AT = Date.parse('2026-11-25T08:00:00Z');

/** What people did who are not in the example: one of each mutation, after it. */
const LATER: readonly { name: string; args: unknown }[] = [
	{ name: 'journal.correct', args: { entryId: 'frozen-1', corrects: 'al-ink-01', text: 'Rättat' } },
	{ name: 'journal.classify', args: { entryId: 'al-ink-02', type: 'action' } },
	{
		name: 'roster.changeMember',
		args: {
			memberId: 'al-p-01',
			organisationId: 'org-pol',
			givenName: 'Karin',
			familyName: 'Lind',
			skills: [],
			languages: [],
			mobile: '070-174 06 05'
		}
	},
	{ name: 'roster.setBack', args: { memberId: 'al-p-01' } },
	{ name: 'roster.removeMember', args: { memberId: 'al-p-02' } },
	{
		name: 'actioncard.cannot',
		args: { incidentId: 'al-handelse-brand', cardId: 'ak-storbrand', stepId: 'ak-storbrand-08', reason: 'Ingen kvar' }
	},
	{
		name: 'actioncard.untick',
		args: { incidentId: 'al-handelse-brand', cardId: 'ak-storbrand', stepId: 'ak-storbrand-08' }
	},
	{ name: 'actioncard.deactivate', args: { incidentId: 'al-handelse-brand', cardId: 'ak-storbrand' } },
	{ name: 'exercise.start', args: { incidentId: 'frozen-2', templateId: 'ovn-skolbuss' } },
	{ name: 'exercise.pause', args: { incidentId: 'frozen-2' } },
	{ name: 'exercise.resume', args: { incidentId: 'frozen-2' } },
	{ name: 'incident.end', args: { incidentId: 'al-handelse-brand' } },
	{ name: 'incident.adopt', args: { unverifiedId: 'none', incidentId: 'taken', entryId: 'line', entries: [] } },
	{ name: 'incident.dismiss', args: { unverifiedId: 'none', reason: 'Ett misstag' } },
	{ name: 'municipality.change', args: { dutyNumber: '0152-291 00', leaseDays: 5 } },
	{ name: 'municipality.putEmblem', args: { png: null } },
	{ name: 'municipality.putPart', args: { id: 'norra', kind: 'district', name: 'Norra' } },
	{ name: 'municipality.removePart', args: { partId: 'norra' } },
	{
		name: 'access.addPerson',
		args: { personId: 'frozen-3', name: 'Bo Ek', title: 'Loggförare', email: 'bo@x.example' }
	},
	{ name: 'access.changePerson', args: { personId: 'frozen-3', title: 'Stabschef', email: null } },
	{ name: 'access.changeMe', args: { phone: '070-174 06 05' } },
	{ name: 'access.give', args: { grantId: 'frozen-4', personId: 'frozen-3', as: 'reader', on: 'municipality' } },
	{ name: 'access.withdraw', args: { grantId: 'frozen-4' } },
	{ name: 'access.leave', args: { personId: 'frozen-3' } },
	{ name: 'access.eraseMe', args: {} }
];

export async function recordRelease(version: string): Promise<Release> {
	const script = exampleScript(await loadContent(), AT);
	const frames: Frame[] = [];
	const server = await startInProcess(
		() => AT,
		registry,
		(sent) => frames.push(...sent)
	);
	await replay(server, script.slice(0, 60));
	const done = [
		...script.map(({ name, args, at }) => ({ name, args, at })),
		...LATER.map((line) => ({ ...line, at: AT }))
	];
	return {
		version,
		protocol: PROTOCOL,
		schema: registry.schema,
		tables: Object.fromEntries(registry.tables.map(({ name, indexes }) => [name, [...indexes]])),
		outbox: done.map((mutation, index) => ({ seq: index + 1, ...mutation })),
		frames: frames.slice(0, 12)
	};
}
