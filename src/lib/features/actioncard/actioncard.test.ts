import { expect, test } from 'vitest';
import { openJournal } from '#lib/features/journal/index.ts';
import { MINUTE_MS, ok, refuse } from '#lib/kernel/index.ts';
import { Overlay, type Actor } from '#lib/sync/contract/index.ts';
import {
	activateCard,
	activeCards,
	answersOf,
	cannotStep,
	cardProgress,
	deactivateCard,
	putCard,
	StepTick,
	stepTicks,
	t,
	tickStep,
	untickStep,
	type ActionCard
} from './index.ts';

const asa: Actor = { personId: 'asa', name: 'Åsa', role: 'TiB' };
const bo: Actor = { personId: 'bo', name: 'Bo', role: 'Krisstödsledare' };
const eva: Actor = { personId: 'eva', name: 'Eva', role: 'Loggförare' };
const AT = Date.parse('2026-11-25T08:30Z');
const incidentId = 'brand';
const card: ActionCard = {
	id: 'ak-storbrand',
	title: 'Storbrand',
	trigger: 'Brand',
	controlQuestions: ['Finns det skadade?'],
	crisisSupportLevel: 2,
	firstMessage: null,
	steps: ['s1', 's2', 's3'].map((id, index) => ({
		id,
		order: index + 1,
		phase: 'larm',
		role: 'r-tib',
		dueMinutes: 15,
		text: `Steg ${id}`
	}))
};
const step = (stepId: string) => ({ incidentId, cardId: card.id, stepId });

async function inUse() {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	const as = (actor: Actor, minutes = 0) => ({ tx, actor, at: AT + minutes * MINUTE_MS });
	await openJournal(as(asa), incidentId);
	await putCard.run(as(asa), card);
	expect(await activateCard.run(as(asa), { incidentId, cardId: card.id })).toEqual(ok(undefined));
	const answers = async (stepId: string): Promise<string[]> => {
		const tick = await tx.get(stepTicks, `${incidentId}:${stepId}`);
		return tick
			? answersOf(tick).map(({ by, state, reason }) => [by.name, state, reason].filter(Boolean).join(' '))
			: [];
	};
	const state = async (stepId: string) => (await tx.get(stepTicks, `${incidentId}:${stepId}`))?.state;
	return { tx, as, answers, state };
}

test('one who could not and one who did both stand at the step, with the reason, whichever arrives first', async () => {
	const late = await inUse();
	await tickStep.run(late.as(asa), step('s1'));
	await cannotStep.run(late.as(bo), { ...step('s1'), reason: 'Vägen är avstängd' });
	expect(await late.answers('s1')).toEqual(['Åsa done', 'Bo cannot Vägen är avstängd']);
	expect(await late.state('s1')).toBe('done');

	const early = await inUse();
	await cannotStep.run(early.as(bo), { ...step('s1'), reason: 'Vägen är avstängd' });
	await tickStep.run(early.as(asa), step('s1'));
	expect(await early.answers('s1')).toEqual(['Åsa done', 'Bo cannot Vägen är avstängd']);
	expect(await early.state('s1')).toBe('done');
});

test('two who could not, each for a reason of their own, are both heard; the same said twice is said once', async () => {
	const { as, answers } = await inUse();
	await cannotStep.run(as(bo), { ...step('s1'), reason: 'Ingen bil' });
	await cannotStep.run(as(eva), { ...step('s1'), reason: 'Inget nät' });
	await cannotStep.run(as(eva), { ...step('s1'), reason: 'Inget nät alls' });
	expect(await answers('s1')).toEqual(['Bo cannot Ingen bil', 'Eva cannot Inget nät']);
	await tickStep.run(as(asa), step('s1'));
	await tickStep.run(as(asa), step('s1'));
	await tickStep.run(as(bo), step('s1'));
	expect(await answers('s1')).toEqual(['Åsa done', 'Bo done', 'Bo cannot Ingen bil', 'Eva cannot Inget nät']);
});

test('whoever takes back a tick takes back their own word, not what another has said meanwhile', async () => {
	const { as, answers } = await inUse();
	await cannotStep.run(as(bo), { ...step('s1'), reason: 'Ingen bil' });
	await tickStep.run(as(asa), step('s1'));
	await untickStep.run(as(bo), step('s1'));
	expect(await answers('s1')).toEqual(['Åsa done']);
	// Somebody who has said nothing opens the step for everyone.
	await untickStep.run(as(eva), step('s1'));
	expect(await answers('s1')).toEqual([]);
	expect(await untickStep.run(as(eva), step('s1'))).toEqual(ok(undefined));
});

test('a tick from before answers were kept is still read', () => {
	const old = StepTick.parse({ ...step('s1'), id: 'brand:s1', state: 'done', at: AT, by: asa, alsoBy: [bo] });
	expect(answersOf(old).map(({ by, state }) => `${by.name} ${state}`)).toEqual(['Åsa done', 'Bo done']);
});

test('a step that could not be done is not counted as done', async () => {
	const { tx, as } = await inUse();
	await tickStep.run(as(asa), step('s1'));
	await cannotStep.run(as(asa), { ...step('s2'), reason: 'Ingen bil' });
	const ticks = await tx.list(stepTicks, 'incidentId', incidentId);
	expect(cardProgress(card, { ticks, activatedAt: AT, now: AT + 16 * MINUTE_MS })).toMatchObject({
		total: 3,
		done: 1,
		impossible: 1,
		overdue: 1,
		next: { id: 's3' }
	});
});

test('a card activated by mistake is put away; one with an answered step stays', async () => {
	const { tx, as } = await inUse();
	const put = { incidentId, cardId: card.id };
	await tickStep.run(as(asa), step('s1'));
	expect(await deactivateCard.run(as(bo), put)).toEqual(refuse('actioncard.in-use'));
	await untickStep.run(as(asa), step('s1'));
	expect(await deactivateCard.run(as(bo), put)).toEqual(ok(undefined));
	expect(await tx.get(activeCards, `${incidentId}:${card.id}`)).toBeUndefined();
	expect(await tickStep.run(as(asa), step('s1'))).toEqual(refuse('actioncard.not-active'));
	expect(await deactivateCard.run(as(bo), put)).toEqual(ok(undefined));
});

test.each([
	[0, 'inom 0 min'],
	[45, 'inom 45 min'],
	[75, 'inom 1 tim 15 min'],
	[480, 'inom 8 tim']
])('%i minutes read “%s”', (minutes, text) => {
	expect(t('within', minutes)).toBe(text);
});

test('one late step is told in the singular', () => {
	expect([t('overdue', 1), t('overdue', 2)]).toEqual(['1 försenat', '2 försenade']);
});
