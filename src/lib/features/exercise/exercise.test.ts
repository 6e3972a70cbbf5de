import { expect, test } from 'vitest';
import { EVERY_RIGHT } from '#lib/features/access/index.ts';
import { endIncident, incidents, startIncident } from '#lib/features/incident/index.ts';
import { addEntry, journalEntries, journals } from '#lib/features/journal/index.ts';
import { MINUTE_MS, ok, refuse } from '#lib/kernel/index.ts';
import { Overlay, type Actor, type PushReply } from '#lib/sync/contract/index.ts';
import { startInProcess } from '../../../../tests/support/in-process.ts';
import {
	endExercise,
	exercises,
	injectReleases,
	injectState,
	isOutOfOrder,
	markedAsExercise,
	pauseExercise,
	playedMs,
	putTemplate,
	releaseInject,
	resumeExercise,
	startExercise,
	type Exercise,
	type ExerciseTemplate,
	type Inject,
	type InjectRelease
} from './index.ts';

const director: Actor = { personId: 'ovl', name: 'Åsa', role: 'Övningsledare' };
const AT = Date.parse('2026-11-25T08:30Z');
const incidentId = 'ovning-1';

const alarm: Inject = {
	id: 'ovn-skolbuss-inspel-01',
	number: 1,
	offsetMinutes: 8,
	channel: 'telefon',
	fromRole: 'SOS Alarm (motspel)',
	to: ['r-tib'],
	title: 'Första larmet',
	text: 'ÖVNING. En skolbuss har kört av vägen. ÖVNING.',
	expectedActions: ['Kvitterar'],
	criteriaRefs: []
};
const template: ExerciseTemplate = {
	id: 'ovn-skolbuss',
	title: 'Skolbussolycka',
	code: 'ÖVNING SKOLBUSS',
	format: 'simuleringsövning',
	durationMinutes: 180,
	purpose: 'Larma',
	scenario: 'Regn',
	safety: [],
	goals: [],
	injects: [alarm]
};
const released = { incidentId, injectId: alarm.id, entryId: 'e1' };

async function running() {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	const at = (minutes: number) => ({ tx, actor: director, at: AT + minutes * MINUTE_MS });
	await putTemplate.run(at(0), template);
	expect(await startExercise.run(at(0), { incidentId, templateId: template.id })).toEqual(ok(undefined));
	const playedMinutes = async (minutes: number): Promise<number> =>
		playedMs((await tx.get(exercises, incidentId)) as Exercise, AT + minutes * MINUTE_MS) / MINUTE_MS;
	return { tx, at, playedMinutes };
}

test('starting an exercise starts an incident of its own kind, with an open journal, in one go', async () => {
	const { tx } = await running();
	expect(await tx.get(incidents, incidentId)).toMatchObject({
		kind: 'exercise',
		title: 'ÖVNING SKOLBUSS',
		startedBy: director
	});
	expect(await tx.get(journals, incidentId)).toEqual({ id: incidentId, openedAt: AT });
	expect(await tx.get(exercises, incidentId)).toEqual({
		id: incidentId,
		templateId: template.id,
		startedAt: AT,
		pausedMs: 0
	});
});

test('an exercise without a template, or on top of a real incident, does not start', async () => {
	const { tx, at } = await running();
	expect(await startExercise.run(at(0), { incidentId: 'ny', templateId: 'x' })).toEqual(
		refuse('exercise.no-such-template')
	);
	await startIncident.run(at(0), { incidentId: 'brand', kind: 'incident', title: 'Brand' });
	expect(await startExercise.run(at(0), { incidentId: 'brand', templateId: template.id })).toEqual(
		refuse('incident.already-started')
	);
	expect(await tx.get(exercises, 'brand')).toBeUndefined();
});

test('a released inject stands in the log at once, marked as an exercise', async () => {
	const { tx, at } = await running();
	expect(await releaseInject.run(at(9), released)).toEqual(ok(undefined));
	expect(await tx.get(injectReleases, `${incidentId}:${alarm.id}`)).toMatchObject({
		releasedAt: AT + 9 * MINUTE_MS,
		releasedBy: director
	});
	expect(await tx.get(journalEntries, 'e1')).toMatchObject({
		incidentId,
		injectId: alarm.id,
		text: alarm.text,
		type: 'in',
		happenedAt: AT + 9 * MINUTE_MS
	});
});

test('a template that forgot the word is still marked as an exercise, in its title and in what is released', async () => {
	// C44
	const { tx, at } = await running();
	const bare = { ...alarm, text: 'En skolbuss har kört av vägen.' };
	await putTemplate.run(at(0), { ...template, id: 'egen', code: 'SKOLBUSS', injects: [bare] });
	await startExercise.run(at(0), { incidentId: 'ovning-2', templateId: 'egen' });
	await releaseInject.run(at(1), { ...released, incidentId: 'ovning-2' });
	expect(await tx.get(incidents, 'ovning-2')).toMatchObject({ title: 'ÖVNING. SKOLBUSS' });
	expect(await tx.get(journalEntries, 'e1')).toMatchObject({ text: 'ÖVNING. En skolbuss har kört av vägen.' });
});

test('an inject that two directors release without knowing of each other goes out once', async () => {
	const server = await startInProcess(() => AT);
	const steps = [
		{ name: putTemplate.name, args: template },
		{ name: startExercise.name, args: { incidentId, templateId: template.id } },
		{ name: releaseInject.name, args: released },
		{ name: releaseInject.name, args: { ...released, entryId: 'e2' } },
		{ name: addEntry.name, args: { entryId: 'e3', incidentId, text: 'ÖVNING. Kvitterat', happenedAt: AT } }
	];
	const mutations = steps.map((step, index) => ({ ...step, seq: index + 1, at: AT }));
	const reply = await new Promise<PushReply | undefined>((resolve) => {
		server.authority.judge({ clientId: 'ovl', actor: { ...director, rights: EVERY_RIGHT } }, mutations, resolve);
	});
	expect(reply?.verdicts.map(({ refused }) => refused)).toEqual([
		undefined,
		undefined,
		undefined,
		'exercise.already-released',
		undefined
	]);
	expect(await server.rows(injectReleases)).toHaveLength(1);
	// The refused one has taken no number: the log has no gap.
	expect((await server.rows(journalEntries)).map(({ id, number }) => `${id} ${number}`).toSorted()).toEqual([
		'e1 1',
		'e3 2'
	]);
});

test('an inject that is not in the exercise is not released', async () => {
	const { at } = await running();
	expect(await releaseInject.run(at(1), { ...released, injectId: 'inspel-99' })).toEqual(
		refuse('exercise.no-such-inject')
	);
});

test('the clock does not count what was paused', async () => {
	const { at, playedMinutes } = await running();
	await pauseExercise.run(at(60), { incidentId });
	expect(await playedMinutes(80)).toBe(60);
	await resumeExercise.run(at(90), { incidentId });
	expect(await playedMinutes(100)).toBe(70);
});

test('pausing twice keeps the first pause, and resuming a running clock changes nothing', async () => {
	const { at, playedMinutes } = await running();
	await resumeExercise.run(at(5), { incidentId });
	await pauseExercise.run(at(10), { incidentId });
	await pauseExercise.run(at(20), { incidentId });
	await resumeExercise.run(at(30), { incidentId });
	expect(await playedMinutes(40)).toBe(20);
});

test('an exercise that ends while it is paused has played until the pause', async () => {
	const { tx, at, playedMinutes } = await running();
	await pauseExercise.run(at(60), { incidentId });
	expect(await endExercise.run(at(90), { incidentId })).toEqual(ok(undefined));
	expect(await playedMinutes(500)).toBe(60);
	expect(await tx.get(incidents, incidentId)).toMatchObject({ endedAt: AT + 90 * MINUTE_MS });
	expect(await tx.get(journals, incidentId)).toMatchObject({ closedAt: AT + 90 * MINUTE_MS });
});

test('after the end the clock stands, and nothing of the exercise goes on', async () => {
	const { at, playedMinutes } = await running();
	await endExercise.run(at(180), { incidentId });
	const over = refuse('exercise.not-running');
	expect(await pauseExercise.run(at(181), { incidentId })).toEqual(over);
	expect(await resumeExercise.run(at(181), { incidentId })).toEqual(over);
	expect(await releaseInject.run(at(181), released)).toEqual(over);
	expect(await endExercise.run(at(181), { incidentId })).toEqual(over);
	expect(await playedMinutes(999)).toBe(180);
});

test('an exercise whose log was closed as that of an incident can still be ended', async () => {
	const { tx, at, playedMinutes } = await running();
	await endIncident.run(at(100), { incidentId });
	expect(await endExercise.run(at(120), { incidentId })).toEqual(ok(undefined));
	expect(await playedMinutes(999)).toBe(120);
	expect(await tx.get(incidents, incidentId)).toMatchObject({ endedAt: AT + 100 * MINUTE_MS });
});

test('an inject is planned until its minute has been played, then due until it is released', () => {
	const release = { id: 'r', incidentId, injectId: alarm.id, releasedAt: AT, releasedBy: director };
	expect(injectState(alarm, undefined, 8 * MINUTE_MS - 1)).toBe('planned');
	expect(injectState(alarm, undefined, 8 * MINUTE_MS)).toBe('due');
	expect(injectState(alarm, release, 0)).toBe('released');
});

test('whatever is said in an exercise begins with ÖVNING, once', () => {
	// C44
	expect(markedAsExercise('En buss har kört av vägen.')).toBe('ÖVNING. En buss har kört av vägen.');
	expect(markedAsExercise('ÖVNING. En buss.')).toBe('ÖVNING. En buss.');
	expect(markedAsExercise('ÖVNINGSLEDAREN ringer.')).toBe('ÖVNING. ÖVNINGSLEDAREN ringer.');
});

test('an inject that goes before one planned earlier is told apart, then and afterwards', () => {
	const [first, second, third] = [1, 2, 3].map((number) => ({ ...alarm, id: `i${number}`, number })) as [
		Inject,
		Inject,
		Inject
	];
	const order = [first, second, third];
	const released = (...ids: string[]): Map<string, InjectRelease> =>
		new Map(
			ids.map((injectId, minute) => [
				injectId,
				{ id: injectId, incidentId, injectId, releasedAt: AT + minute * MINUTE_MS, releasedBy: director }
			])
		);
	const told = (releases: Map<string, InjectRelease>) => order.map((inject) => isOutOfOrder(inject, order, releases));
	expect(told(released())).toEqual([false, true, true]);
	expect(told(released('i1'))).toEqual([false, false, true]);
	expect(told(released('i1', 'i3', 'i2'))).toEqual([false, false, true]);
	expect(told(released('i1', 'i2', 'i3'))).toEqual([false, false, false]);
	// The first was skipped for good: what came after it in order was in order.
	expect(told(released('i2', 'i3'))).toEqual([false, false, false]);
});
