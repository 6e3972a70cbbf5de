// An exercise: an incident of kind `exercise` with a clock, injects to release and criteria to be measured by.
import * as z from 'zod/mini';
import { Author } from '#lib/features/journal/index.ts';
import { Id, Instant, MINUTE_MS } from '#lib/kernel/index.ts';

export const Criterion = z.object({
	id: Id,
	text: z.string(),
	target: z.nullish(z.union([z.number(), z.boolean()])),
	unit: z.nullish(z.string())
});
export type Criterion = z.infer<typeof Criterion>;

/** What the exercise director sends into the exercise, and what the played are expected to do. */
export const Inject = z.object({
	id: Id.check(z.maxLength(55)),
	number: z.int(),
	/** Minutes from the start of the exercise. */
	offsetMinutes: z.number(),
	channel: z.string(),
	fromRole: z.string(),
	to: z.array(z.string()),
	title: z.string(),
	text: z.string(),
	expectedActions: z.array(z.string()),
	criteriaRefs: z.array(z.string()),
	facilitatorNote: z.nullish(z.string())
});
export type Inject = z.infer<typeof Inject>;

export const ExerciseTemplate = z.object({
	id: Id,
	title: z.string(),
	code: z.string(),
	cardRef: z.nullish(z.string()),
	format: z.string(),
	durationMinutes: z.number(),
	purpose: z.string(),
	scenario: z.string(),
	safety: z.array(z.string()),
	goals: z.array(z.object({ id: Id, text: z.string(), criteria: z.array(Criterion) })),
	injects: z.array(Inject)
});
export type ExerciseTemplate = z.infer<typeof ExerciseTemplate>;

/** The clock of a running exercise; the key is the incident's id. */
export const Exercise = z.object({
	id: Id,
	templateId: Id,
	startedAt: Instant,
	/** Set while the clock stands. */
	pausedAt: z.optional(Instant),
	/** Time already spent paused, in ms. */
	pausedMs: z.int(),
	endedAt: z.optional(Instant)
});
export type Exercise = z.infer<typeof Exercise>;

export const InjectRelease = z.object({
	id: Id,
	incidentId: Id,
	injectId: Id,
	releasedAt: Instant,
	releasedBy: Author
});
export type InjectRelease = z.infer<typeof InjectRelease>;

/**
 * Time played so far, pauses taken out.
 *
 * Units:   all in ms; never negative, whatever a device's clock says.
 */
export function playedMs(exercise: Exercise, now: number): number {
	const until = exercise.endedAt ?? exercise.pausedAt ?? now;
	return Math.max(0, until - exercise.startedAt - exercise.pausedMs);
}

/** The same exercise with its clock running again from `at`; the time it stood is not played. */
export function resumed({ pausedAt, ...exercise }: Exercise, at: Instant): Exercise {
	if (pausedAt === undefined) return exercise;
	// A device whose clock is behind must not make the pause negative.
	return { ...exercise, pausedMs: exercise.pausedMs + Math.max(0, at - pausedAt) };
}

/** Everything said in an exercise begins with the word, so that nobody takes it for the real thing (case C44). */
export function markedAsExercise(text: string): string {
	return /^ÖVNING\b/u.test(text) ? text : `ÖVNING. ${text}`;
}

export type InjectState = 'planned' | 'due' | 'released';

export function injectState(inject: Inject, release: InjectRelease | undefined, played: number): InjectState {
	if (release) return 'released';
	return played >= inject.offsetMinutes * MINUTE_MS ? 'due' : 'planned';
}

/**
 * Whether an inject goes, or went, before one that is planned earlier.
 *
 * Shapes:  `injects` in the order they are planned; one that was never released holds up only those that are not released either.
 */
export function isOutOfOrder(
	inject: Inject,
	injects: readonly Inject[],
	releaseById: ReadonlyMap<string, InjectRelease>
): boolean {
	const own = releaseById.get(inject.id);
	return injects.slice(0, injects.indexOf(inject)).some(({ id }) => {
		const earlier = releaseById.get(id);
		return own ? earlier !== undefined && earlier.releasedAt > own.releasedAt : earlier === undefined;
	});
}
