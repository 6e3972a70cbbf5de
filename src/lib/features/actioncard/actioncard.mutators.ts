import * as z from 'zod/mini';
import { isClosed } from '#lib/features/journal/index.ts';
import { Id, ok, refuse, type Refusal } from '#lib/kernel/index.ts';
import { defineMutator, type MutationContext } from '#lib/sync/contract/index.ts';
import { ActionCard, type StepTick } from './actioncard.ts';
import { actionCards, activeCards, stepTicks } from './actioncard.tables.ts';

export const putCard = defineMutator({
	name: 'actioncard.put',
	args: ActionCard,
	async run({ tx }, card) {
		await tx.put(actionCards, card);
		return ok(undefined);
	}
});

/** Takes a card into use in an incident; whoever does it second changes nothing. */
export const activateCard = defineMutator({
	name: 'actioncard.activate',
	args: z.strictObject({ incidentId: Id, cardId: Id }),
	async run({ tx, actor, at }, { incidentId, cardId }) {
		if (await isClosed(tx, incidentId)) return refuse('journal.closed');
		if (!(await tx.get(actionCards, cardId))) return refuse('actioncard.unknown-card');
		const id = `${incidentId}:${cardId}`;
		if (await tx.get(activeCards, id)) return ok(undefined);
		await tx.put(activeCards, { id, incidentId, cardId, activatedAt: at, activatedBy: actor });
		return ok(undefined);
	}
});

const StepArguments = { incidentId: Id, cardId: Id, stepId: Id };

/** A step is done. Two people who tick it without knowing of each other leave one tick with both names. */
export const tickStep = defineMutator({
	name: 'actioncard.tick',
	args: z.strictObject(StepArguments),
	run: (context, args) => mark(context, { ...args, state: 'done' })
});

/** A step cannot be done, and why. */
export const cannotStep = defineMutator({
	name: 'actioncard.cannot',
	args: z.strictObject({ ...StepArguments, reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) }),
	run: (context, args) => mark(context, { ...args, state: 'cannot' })
});

/** Takes back a tick that was a mistake; history keeps it. */
export const untickStep = defineMutator({
	name: 'actioncard.untick',
	args: z.strictObject(StepArguments),
	async run({ tx }, { incidentId, stepId }) {
		if (await isClosed(tx, incidentId)) return refuse('journal.closed');
		await tx.remove(stepTicks, `${incidentId}:${stepId}`);
		return ok(undefined);
	}
});

async function mark(
	{ tx, actor, at }: MutationContext,
	step: Pick<StepTick, 'incidentId' | 'cardId' | 'stepId' | 'state' | 'reason'>
): Promise<{ ok: true; value: undefined } | Refusal> {
	const { incidentId, cardId, stepId, state } = step;
	if (await isClosed(tx, incidentId)) return refuse('journal.closed');
	if (!(await tx.get(activeCards, `${incidentId}:${cardId}`))) return refuse('actioncard.not-active');
	const card = await tx.get(actionCards, cardId);
	if (!card?.steps.some(({ id }) => id === stepId)) return refuse('actioncard.unknown-step');

	const id = `${incidentId}:${stepId}`;
	const before = await tx.get(stepTicks, id);
	if (!before) await tx.put(stepTicks, { ...step, id, at, by: actor, alsoBy: [] });
	// A step found impossible that someone has done after all is done; the other way round the tick stands.
	else if (before.state === 'cannot' && state === 'done') {
		await tx.put(stepTicks, {
			id,
			incidentId,
			cardId,
			stepId,
			state,
			at,
			by: actor,
			alsoBy: [before.by, ...before.alsoBy]
		});
	} else if (![before.by, ...before.alsoBy].some(({ personId }) => personId === actor.personId)) {
		await tx.put(stepTicks, { ...before, alsoBy: [...before.alsoBy, actor] });
	}
	return ok(undefined);
}
