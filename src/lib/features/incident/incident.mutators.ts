import * as z from 'zod/mini';
import { closeJournal, isClosed, openJournal } from '#lib/features/journal/index.ts';
import { Id, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { defineMutator, type MutationContext } from '#lib/sync/contract/index.ts';
import { IncidentId, IncidentKind, IncidentTitle, LevelChange, type Incident } from './incident.ts';
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

export const startIncident = defineMutator({
	name: 'incident.start',
	args: z.strictObject({ incidentId: IncidentId, kind: IncidentKind, title: IncidentTitle }),
	run: beginIncident
});

export const endIncident = defineMutator({
	name: 'incident.end',
	args: z.strictObject({ incidentId: Id }),
	run: (context, { incidentId }) => finishIncident(context, incidentId)
});

/** Decides on another level, with the reason. */
export const setLevel = defineMutator({
	name: 'incident.setLevel',
	args: z.strictObject({
		changeId: Id,
		incidentId: Id,
		level: LevelChange.shape.level,
		reason: LevelChange.shape.reason
	}),
	async run({ tx, actor, at }, { changeId, incidentId, level, reason }) {
		if (!(await tx.get(incidents, incidentId))) return refuse('incident.no-such-incident');
		if (await isClosed(tx, incidentId)) return refuse('incident.already-ended');
		// A decision that stands is never written over; another one is a change of its own.
		if (await tx.get(levelChanges, changeId)) return refuse('incident.already-decided');
		await tx.put(levelChanges, { id: changeId, incidentId, level, reason, decidedAt: at, decidedBy: actor });
		return ok(undefined);
	}
});
