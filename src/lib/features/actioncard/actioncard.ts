// Action cards: what to do for a risk, step by step, by role; alive once activated in an incident.
import * as z from 'zod/mini';
import { Author } from '#lib/features/journal/index.ts';
import { Id, Instant, MINUTE_MS } from '#lib/kernel/index.ts';

/** Phases of a card in their order. */
export const PHASES = ['larm', '0-1h', '1-6h', '6-24h', '1-3d', 'aterhamtning'] as const;
export const Phase = z.enum(PHASES);
export type Phase = z.infer<typeof Phase>;

export const CardStep = z.object({
	id: Id,
	order: z.int(),
	phase: Phase,
	/** The role that owns the step. */
	role: Id,
	/** Latest time, in minutes from the card's activation; null where none is fixed (recovery). */
	dueMinutes: z.nullable(z.int()),
	text: z.string()
});
export type CardStep = z.infer<typeof CardStep>;

export const ActionCard = z.object({
	id: Id,
	title: z.string(),
	trigger: z.string(),
	controlQuestions: z.array(z.string()),
	/** Level of the crisis support group to call, 0 for none. */
	crisisSupportLevel: z.int(),
	steps: z.array(CardStep),
	firstMessage: z.nullable(z.string())
});
export type ActionCard = z.infer<typeof ActionCard>;

/** A card taken into use in an incident. */
export const ActiveCard = z.object({ id: Id, incidentId: Id, cardId: Id, activatedAt: Instant, activatedBy: Author });
export type ActiveCard = z.infer<typeof ActiveCard>;

/** What one person has said of a step: done, or impossible and why. */
export const StepAnswer = z.object({
	state: z.enum(['done', 'cannot']),
	reason: z.optional(z.string().check(z.maxLength(500))),
	at: Instant,
	by: Author
});
export type StepAnswer = z.infer<typeof StepAnswer>;

/** A step's answers; the row itself is the one that counts: done, where anybody has done it. */
export const StepTick = z.extend(StepAnswer, {
	id: Id,
	incidentId: Id,
	cardId: Id,
	stepId: Id,
	/** Others who have answered just the same. */
	alsoBy: z.array(Author),
	/** Those who have answered otherwise, or with another reason; rows written before these were kept lack it. */
	otherAnswers: z.optional(z.array(StepAnswer))
});
export type StepTick = z.infer<typeof StepTick>;
export type StepKey = Pick<StepTick, 'id' | 'incidentId' | 'cardId' | 'stepId'>;

/** Every answer to a step, the one that counts first. */
export function answersOf({ state, reason, at, by, alsoBy, otherAnswers = [] }: StepTick): readonly StepAnswer[] {
	return [{ state, reason, at, by }, ...alsoBy.map((also) => ({ state, at, by: also })), ...otherAnswers];
}

/**
 * The row of a step with these answers, in the order they came; `undefined` where there are none.
 *
 * Shapes:  whatever the order, a step that anybody has done is done, and nobody's reason is lost.
 */
export function tickOf(
	{ id, incidentId, cardId, stepId }: StepKey,
	answers: readonly StepAnswer[]
): StepTick | undefined {
	const counts = answers.find(({ state }) => state === 'done') ?? answers[0];
	if (!counts) return undefined;
	const others = answers.filter((answer) => answer !== counts);
	const isAlike = ({ state, reason }: StepAnswer): boolean => state === counts.state && reason === undefined;
	return {
		id,
		incidentId,
		cardId,
		stepId,
		...counts,
		alsoBy: others.filter(isAlike).map(({ by }) => by),
		otherAnswers: others.filter((answer) => !isAlike(answer))
	};
}

/** `answers` and one more; whoever says the same again changes nothing. */
export function withAnswer(answers: readonly StepAnswer[], answer: StepAnswer): readonly StepAnswer[] {
	const isSaid = answers.some(({ state, by }) => state === answer.state && by.personId === answer.by.personId);
	return isSaid ? answers : [...answers, answer];
}

/**
 * When a step falls due, or `undefined` where none is fixed.
 *
 * Units:  ms since 1970-01-01T00:00Z; `dueMinutes` counts from the activation.
 */
export function dueAt(step: CardStep, activatedAt: number): number | undefined {
	return step.dueMinutes === null ? undefined : activatedAt + step.dueMinutes * MINUTE_MS;
}

export interface CardProgress {
	readonly total: number;
	readonly done: number;
	/** Steps that somebody has found impossible, and nobody has done. */
	readonly impossible: number;
	readonly overdue: number;
	/** The first step that is neither done nor impossible. */
	readonly next: CardStep | undefined;
}

export function cardProgress(
	card: ActionCard,
	{ ticks, activatedAt, now }: { ticks: readonly StepTick[]; activatedAt: number; now: number }
): CardProgress {
	const stateById = new Map(ticks.map(({ stepId, state }) => [stepId, state]));
	const open = card.steps.filter(({ id }) => !stateById.has(id));
	const done = card.steps.filter(({ id }) => stateById.get(id) === 'done').length;
	const overdue = open.filter((step) => (dueAt(step, activatedAt) ?? Infinity) < now).length;
	const total = card.steps.length;
	return { total, done, impossible: total - open.length - done, overdue, next: open[0] };
}

/** The card's steps by phase, in the order of both. */
export function stepsByPhase(card: ActionCard): readonly { phase: Phase; steps: readonly CardStep[] }[] {
	return PHASES.map((phase) => ({
		phase,
		steps: card.steps.filter((step) => step.phase === phase).toSorted((one, other) => one.order - other.order)
	})).filter(({ steps }) => steps.length > 0);
}
