// An incident or an exercise: begun, raised and lowered in level, ended; its log is the journal.
import * as z from 'zod/mini';
import { isDevice } from '#lib/features/access/index.ts';
import { Author } from '#lib/features/journal/index.ts';
import { Id, Instant } from '#lib/kernel/index.ts';

export const IncidentKind = z.enum(['incident', 'exercise']);
export type IncidentKind = z.infer<typeof IncidentKind>;
export const IncidentTitle = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));

/** Short enough that an id inside the incident, such as an inject's, fits beside it into one id. */
export const IncidentId = Id.check(z.maxLength(40));

export const DismissalReason = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));

export const Incident = z.object({
	id: IncidentId,
	kind: IncidentKind,
	title: IncidentTitle,
	startedAt: Instant,
	startedBy: Author,
	endedAt: z.optional(Instant),
	endedBy: z.optional(Author),
	/** What a device had begun without a login, and this incident has taken over. */
	adoptedFrom: z.optional(Id),
	/** On what was begun without a login: the incident that has taken it over. */
	adopted: z.optional(z.object({ incidentId: Id, at: Instant, by: Author })),
	/** On what was begun without a login: why it was put aside. */
	dismissed: z.optional(z.object({ reason: DismissalReason, at: Instant, by: Author }))
});
export type Incident = z.infer<typeof Incident>;

/** Begun by a device without a login, and not the incident that has taken it over. */
export function isUnverified({ startedBy, adoptedFrom }: Incident): boolean {
	return isDevice(startedBy) && adoptedFrom === undefined;
}

/** Waits for somebody to take it over or to put it aside. */
export function awaitsAdoption(incident: Incident): boolean {
	return isUnverified(incident) && incident.adopted === undefined && incident.dismissed === undefined;
}

/** A decision on the level, with its time, its decider and its reason. */
export const LevelChange = z.object({
	id: Id,
	incidentId: Id,
	level: z.int().check(z.gte(0), z.lte(4)),
	decidedAt: Instant,
	decidedBy: Author,
	reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
	/** The server's order of the incident's decisions, from 1; missing while the decision waits. */
	number: z.optional(z.int())
});
export type LevelChange = z.infer<typeof LevelChange>;

/** The level that the last decision set, in the server's order whatever the devices' clocks say; undefined before the first. */
export function currentLevel(changes: readonly LevelChange[]): number | undefined {
	return changes.toSorted(byDecision).at(-1)?.level;
}

/** What waits comes last: to whoever decided it, it holds already. Two of the same moment: in the same order everywhere. */
export function byDecision(one: LevelChange, other: LevelChange): number {
	if (one.number !== undefined || other.number !== undefined)
		return (one.number ?? Infinity) - (other.number ?? Infinity);
	return one.decidedAt - other.decidedAt || (one.id < other.id ? -1 : 1);
}
