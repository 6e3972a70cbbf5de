import * as z from 'zod/mini';
import { inIncident, inMunicipality } from '#lib/features/access/index.ts';
import { isClosed } from '#lib/features/journal/index.ts';
import { Id, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { defineMutator, type MutationContext } from '#lib/sync/contract/index.ts';
import { ActionCard, answersOf, tickOf, withAnswer, type StepAnswer, type StepKey } from './actioncard.ts';
import { actionCards, activeCards, stepTicks } from './actioncard.tables.ts';

export const putCard = defineMutator({
	name: 'actioncard.put',
	args: ActionCard,
	needs: inMunicipality('plan.write'),
	async run({ tx }, card) {
		await tx.put(actionCards, card);
		return ok(undefined);
	}
});

/** Takes a card into use in an incident; whoever does it second changes nothing. */
export const activateCard = defineMutator({
	name: 'actioncard.activate',
	args: z.strictObject({ incidentId: Id, cardId: Id }),
	needs: inIncident('card.work'),
	async run({ tx, actor, at }, { incidentId, cardId }) {
		if (await isClosed(tx, incidentId)) return refuse('journal.closed');
		if (!(await tx.get(actionCards, cardId))) return refuse('actioncard.unknown-card');
		const id = `${incidentId}:${cardId}`;
		if (await tx.get(activeCards, id)) return ok(undefined);
		await tx.put(activeCards, { id, incidentId, cardId, activatedAt: at, activatedBy: actor });
		return ok(undefined);
	}
});

/** Puts away a card taken into use by mistake; one with an answered step stays, since people work from it. */
export const deactivateCard = defineMutator({
	name: 'actioncard.deactivate',
	args: z.strictObject({ incidentId: Id, cardId: Id }),
	needs: inIncident('card.work'),
	async run({ tx }, { incidentId, cardId }) {
		if (await isClosed(tx, incidentId)) return refuse('journal.closed');
		const ticks = await tx.list(stepTicks, 'incidentId', incidentId);
		if (ticks.some((tick) => tick.cardId === cardId)) return refuse('actioncard.in-use');
		await tx.remove(activeCards, `${incidentId}:${cardId}`);
		return ok(undefined);
	}
});

const StepArguments = { incidentId: Id, cardId: Id, stepId: Id };

/** A step is done. Two people who answer it without knowing of each other both stand there, each with their answer. */
export const tickStep = defineMutator({
	name: 'actioncard.tick',
	args: z.strictObject(StepArguments),
	needs: inIncident('card.work'),
	run: (context, args) => mark(context, { ...args, state: 'done' })
});

/** A step cannot be done, and why. */
export const cannotStep = defineMutator({
	name: 'actioncard.cannot',
	args: z.strictObject({ ...StepArguments, reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) }),
	needs: inIncident('card.work'),
	run: (context, args) => mark(context, { ...args, state: 'cannot' })
});

/** Takes back the actor's own answers to a step; where there are none, the step is opened anew. History keeps it all. */
export const untickStep = defineMutator({
	name: 'actioncard.untick',
	args: z.strictObject(StepArguments),
	needs: inIncident('card.work'),
	async run({ tx, actor }, { incidentId, stepId }) {
		if (await isClosed(tx, incidentId)) return refuse('journal.closed');
		const tick = await tx.get(stepTicks, `${incidentId}:${stepId}`);
		if (!tick) return ok(undefined);
		const answers = answersOf(tick);
		const left = answers.filter(({ by }) => by.personId !== actor.personId);
		// What somebody else has said meanwhile was not seen by whoever takes their own word back.
		const remaining = left.length < answers.length ? tickOf(tick, left) : undefined;
		if (remaining) await tx.put(stepTicks, remaining);
		else await tx.remove(stepTicks, tick.id);
		return ok(undefined);
	}
});

async function mark(
	{ tx, actor, at }: MutationContext,
	{ incidentId, cardId, stepId, state, reason }: Omit<StepKey, 'id'> & Pick<StepAnswer, 'state' | 'reason'>
): Promise<Result<void>> {
	if (await isClosed(tx, incidentId)) return refuse('journal.closed');
	if (!(await tx.get(activeCards, `${incidentId}:${cardId}`))) return refuse('actioncard.not-active');
	const card = await tx.get(actionCards, cardId);
	if (!card?.steps.some(({ id }) => id === stepId)) return refuse('actioncard.unknown-step');

	const id = `${incidentId}:${stepId}`;
	const before = await tx.get(stepTicks, id);
	const answers = withAnswer(before ? answersOf(before) : [], { state, reason, at, by: actor });
	const tick = tickOf({ id, incidentId, cardId, stepId }, answers);
	if (tick) await tx.put(stepTicks, tick);
	return ok(undefined);
}
