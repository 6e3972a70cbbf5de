// An incident or an exercise: begun, raised and lowered in level, ended; its log is the journal.
import * as z from 'zod/mini';
import { Author } from '#lib/features/journal/index.ts';
import { Id, Instant } from '#lib/kernel/index.ts';

export const IncidentKind = z.enum(['incident', 'exercise']);
export type IncidentKind = z.infer<typeof IncidentKind>;
export const IncidentTitle = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));

export const Incident = z.object({
	id: Id,
	kind: IncidentKind,
	title: IncidentTitle,
	startedAt: Instant,
	startedBy: Author,
	endedAt: z.optional(Instant),
	endedBy: z.optional(Author)
});
export type Incident = z.infer<typeof Incident>;

/** A decision on the level, with its time, its decider and its reason. */
export const LevelChange = z.object({
	id: Id,
	incidentId: Id,
	level: z.int().check(z.gte(0), z.lte(4)),
	decidedAt: Instant,
	decidedBy: Author,
	reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500))
});
export type LevelChange = z.infer<typeof LevelChange>;
