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

/** A step done, or found impossible with a reason; everyone who ticked it is named. */
export const StepTick = z.object({
	id: Id,
	incidentId: Id,
	cardId: Id,
	stepId: Id,
	state: z.enum(['done', 'cannot']),
	reason: z.optional(z.string().check(z.maxLength(500))),
	at: Instant,
	by: Author,
	/** Others who ticked the same step before they knew. */
	alsoBy: z.array(Author)
});
export type StepTick = z.infer<typeof StepTick>;

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
	readonly ticked: number;
	readonly overdue: number;
	/** The first step that is neither done nor impossible. */
	readonly next: CardStep | undefined;
}

export function cardProgress(
	card: ActionCard,
	{ ticks, activatedAt, now }: { ticks: readonly StepTick[]; activatedAt: number; now: number }
): CardProgress {
	const ticked = new Set(ticks.map(({ stepId }) => stepId));
	const open = card.steps.filter(({ id }) => !ticked.has(id));
	const overdue = open.filter((step) => (dueAt(step, activatedAt) ?? Infinity) < now);
	return { total: card.steps.length, ticked: card.steps.length - open.length, overdue: overdue.length, next: open[0] };
}

/** The card's steps by phase, in the order of both. */
export function stepsByPhase(card: ActionCard): readonly { phase: Phase; steps: readonly CardStep[] }[] {
	return PHASES.map((phase) => ({
		phase,
		steps: card.steps.filter((step) => step.phase === phase).toSorted((one, other) => one.order - other.order)
	})).filter(({ steps }) => steps.length > 0);
}
