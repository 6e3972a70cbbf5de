import * as z from 'zod/mini';
import { inIncident, isDevice, unverifiedScope } from '#lib/features/access/index.ts';
import { closeJournal, isClosed, numberEntry, openJournal, writeEntry } from '#lib/features/journal/index.ts';
import { Id, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { defineMutator, type AcceptContext, type MutationContext, type Needs } from '#lib/sync/contract/index.ts';
import { byDecision, IncidentId, IncidentKind, IncidentTitle, LevelChange, type Incident } from './incident.ts';
import { incidents, levelChanges } from './incident.tables.ts';

/** Begins an incident with its journal; also for the exercise feature, whose exercises are incidents. */
export async function beginIncident(
	context: MutationContext,
	{ incidentId, ...incident }: Pick<Incident, 'kind' | 'title'> & { incidentId: string }
): Promise<Result<void>> {
	const { tx, actor, at } = context;
	if (await tx.get(incidents, incidentId)) return refuse('incident.already-started');
	await tx.put(incidents, { ...incident, id: incidentId, startedAt: at, startedBy: actor });
	await openJournal(context, incidentId);
	return ok(undefined);
}

/** Ends an incident and closes its journal. */
export async function finishIncident(context: MutationContext, incidentId: string): Promise<Result<void>> {
	const { tx, actor, at } = context;
	const incident = await tx.get(incidents, incidentId);
	if (!incident) return refuse('incident.no-such-incident');
	if (incident.endedAt !== undefined) return refuse('incident.already-ended');
	await tx.put(incidents, { ...incident, endedAt: at, endedBy: actor });
	await closeJournal(context, incidentId);
	return ok(undefined);
}

/** Whoever has signed in begins in the municipality; a device without a login in a scope of its own, until a leader takes it over. */
const toBegin: Needs<unknown> = (_args, { actor }) => [
	{ action: 'incident.start', on: isDevice(actor) ? unverifiedScope(actor.personId) : 'municipality' }
];

export const startIncident = defineMutator({
	name: 'incident.start',
	args: z.strictObject({ incidentId: IncidentId, kind: IncidentKind, title: IncidentTitle }),
	needs: toBegin,
	run: beginIncident
});

export const endIncident = defineMutator({
	name: 'incident.end',
	args: z.strictObject({ incidentId: Id }),
	needs: inIncident('incident.lead'),
	run: (context, { incidentId }) => finishIncident(context, incidentId)
});

/** Decides on another level, with the reason; the log says so too. */
export const setLevel = defineMutator({
	name: 'incident.setLevel',
	args: z.strictObject({
		changeId: Id,
		incidentId: Id,
		level: LevelChange.shape.level,
		reason: LevelChange.shape.reason,
		/** The decision's entry in the log. Outboxes of release 0.1.0 lack it: then nothing is written there. */
		entryId: z.optional(Id)
	}),
	needs: inIncident('incident.lead'),
	async run(context, { changeId, incidentId, level, reason, entryId }) {
		const { tx, actor, at } = context;
		if (!(await tx.get(incidents, incidentId))) return refuse('incident.no-such-incident');
		if (await isClosed(tx, incidentId)) return refuse('incident.already-ended');
		// A decision that stands is never written over; another one is a change of its own.
		if (await tx.get(levelChanges, changeId)) return refuse('incident.already-decided');
		await tx.put(levelChanges, { id: changeId, incidentId, level, reason, decidedAt: at, decidedBy: actor });
		if (entryId === undefined) return ok(undefined);
		return writeEntry(context, {
			entryId,
			incidentId,
			text: decisionText(level, reason),
			happenedAt: at,
			type: 'decision'
		});
	},
	async onAccept(context, { changeId, incidentId, entryId }) {
		await numberDecisions(context, { incidentId, last: changeId });
		if (entryId !== undefined) await numberEntry(context, entryId);
	}
});

/** What the log says is data, in the language of the municipality, whatever the language of the screen. */
function decisionText(level: number, reason: string): string {
	return `Läge ${level} beslutat. Skäl: ${reason}`;
}

/** Numbers the accepted decision as the last; those that release 0.1.0 accepted have no number and get theirs before it. */
async function numberDecisions(
	{ tx, next }: AcceptContext,
	{ incidentId, last }: { incidentId: string; last: string }
): Promise<void> {
	const changes = (await tx.list(levelChanges, 'incidentId', incidentId)).filter(({ number }) => number === undefined);
	const before = changes.filter(({ id }) => id !== last).toSorted(byDecision);
	for (const change of [...before, ...changes.filter(({ id }) => id === last)]) {
		await tx.put(levelChanges, { ...change, number: await next(`level:${incidentId}`) });
	}
}
