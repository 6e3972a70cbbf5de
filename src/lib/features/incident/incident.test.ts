import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { journals } from '#lib/features/journal/index.ts';
import { ok, refuse } from '#lib/kernel/index.ts';
import { Overlay, type Actor } from '#lib/sync/contract/index.ts';
import {
	currentLevel,
	endIncident,
	incidents,
	levelChanges,
	setLevel,
	startIncident,
	type LevelChange
} from './index.ts';

const tib: Actor = { personId: 'tib', name: 'Jonas', role: 'Tjänsteman i beredskap' };
const director: Actor = { personId: 'kd', name: 'Rut', role: 'Kommundirektör' };
const AT = Date.parse('2026-11-25T13:05Z');
const incidentId = 'brand';
const fire = { incidentId, kind: 'incident' as const, title: 'Brand, Hamngatan' };
const raised = { changeId: 'c1', incidentId, level: 1, reason: 'Branden kan växa' };

function desk() {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	return { tx, at: (time: number, actor = tib) => ({ tx, actor, at: time }) };
}

test('an incident begins with its journal open, in the name of whoever started it', async () => {
	const { tx, at } = desk();
	expect(await startIncident.run(at(AT), fire)).toEqual(ok(undefined));
	expect(await tx.get(incidents, incidentId)).toEqual({
		id: incidentId,
		kind: 'incident',
		title: 'Brand, Hamngatan',
		startedAt: AT,
		startedBy: tib
	});
	expect(await tx.get(journals, incidentId)).toEqual({ id: incidentId, openedAt: AT });
});

test('an incident that has ended cannot be started again, and its journal stays closed', async () => {
	const { tx, at } = desk();
	await startIncident.run(at(AT), fire);
	await endIncident.run(at(AT + 1, director), { incidentId });
	expect(await startIncident.run(at(AT + 2), fire)).toEqual(refuse('incident.already-started'));
	expect(await tx.get(journals, incidentId)).toEqual({ id: incidentId, openedAt: AT, closedAt: AT + 1 });
});

test('an incident is ended once, by name', async () => {
	const { tx, at } = desk();
	await startIncident.run(at(AT), fire);
	expect(await endIncident.run(at(AT + 1, director), { incidentId })).toEqual(ok(undefined));
	expect(await endIncident.run(at(AT + 2), { incidentId })).toEqual(refuse('incident.already-ended'));
	expect(await tx.get(incidents, incidentId)).toMatchObject({ endedAt: AT + 1, endedBy: director });
});

test('a level is decided with a reason and a name, and the decision is never written over', async () => {
	const { tx, at } = desk();
	await startIncident.run(at(AT), fire);
	expect(await setLevel.run(at(AT + 9), raised)).toEqual(ok(undefined));
	const rewritten = { ...raised, level: 4, reason: 'Annat' };
	expect(await setLevel.run(at(AT + 10, director), rewritten)).toEqual(refuse('incident.already-decided'));
	expect(await tx.get(levelChanges, 'c1')).toMatchObject({
		level: 1,
		reason: 'Branden kan växa',
		decidedAt: AT + 9,
		decidedBy: tib
	});
});

test('the level of an incident that has ended, or that is nowhere, is not changed', async () => {
	const { tx, at } = desk();
	const missing = refuse('incident.no-such-incident');
	expect(await setLevel.run(at(AT), raised)).toEqual(missing);
	expect(await endIncident.run(at(AT), { incidentId })).toEqual(missing);
	await startIncident.run(at(AT), fire);
	await endIncident.run(at(AT + 1), { incidentId });
	expect(await setLevel.run(at(AT + 2), raised)).toEqual(refuse('incident.already-ended'));
	expect(await tx.get(levelChanges, 'c1')).toBeUndefined();
});

test.each([-1, 5, 1.5])('%d is no level', (level) => {
	expect(setLevel.args.safeParse({ ...raised, level }).success).toBe(false);
});

test('a level without a reason is not decided', () => {
	expect(setLevel.args.safeParse({ ...raised, reason: '  ' }).success).toBe(false);
});

test('the level that holds is the last one decided, the same on every device whatever came first', () => {
	const change = fc.record({ id: fc.nat(20).map((n) => `c${n}`), level: fc.nat(4), decidedAt: fc.nat(3) });
	const changes = fc
		.uniqueArray(change, { selector: ({ id }) => id, minLength: 1 })
		.map((all) => all.map((one): LevelChange => ({ ...one, incidentId, decidedBy: tib, reason: 'Skäl' })));
	fc.assert(
		fc.property(
			changes.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
			([all, received]) => {
				expect(currentLevel(received)).toBe(currentLevel(all));
				const last = Math.max(...all.map(({ decidedAt }) => decidedAt));
				expect(all.filter(({ decidedAt }) => decidedAt === last).map(({ level }) => level)).toContain(
					currentLevel(all)
				);
			}
		)
	);
	expect(currentLevel([])).toBeUndefined();
});
