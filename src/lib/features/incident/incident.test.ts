import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVERY_RIGHT } from '#lib/features/access/index.ts';
import { firstBrokenNumber, journalEntries, journals } from '#lib/features/journal/index.ts';
import { ok, refuse } from '#lib/kernel/index.ts';
import { Overlay, type Actor, type PushedMutation } from '#lib/sync/contract/index.ts';
import { sha256, startInProcess } from '../../../../tests/support/in-process.ts';
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

test('a decision on the level stands in the log with its level, its reason and its decider', async () => {
	const { tx, at } = desk();
	await startIncident.run(at(AT), fire);
	expect(await setLevel.run(at(AT + 9, director), { ...raised, entryId: 'e1' })).toEqual(ok(undefined));
	expect(await tx.get(journalEntries, 'e1')).toMatchObject({
		incidentId,
		text: 'Läge 1 beslutat. Skäl: Branden kan växa',
		type: 'decision',
		happenedAt: AT + 9,
		author: director
	});
});

test('levels follow the server’s order, whatever the devices’ clocks say, and each is a numbered entry', async () => {
	const server = await startInProcess(() => AT);
	const decided = (seq: number, level: number, time: number): PushedMutation => ({
		seq,
		name: setLevel.name,
		args: { ...raised, changeId: `c${level}`, entryId: `e${level}`, level },
		at: time
	});
	const judge = (actor: Actor, mutations: PushedMutation[]) =>
		new Promise((resolve) => {
			server.authority.judge(
				{ clientId: actor.personId, actor: { ...actor, rights: EVERY_RIGHT } },
				mutations,
				resolve
			);
		});
	await judge(tib, [{ seq: 1, name: startIncident.name, args: fire, at: AT }, decided(2, 3, AT + 3_600_000)]);
	await judge(director, [decided(1, 2, AT + 1)]);
	expect(server.bugs).toEqual([]);
	const changes = await server.rows(levelChanges);
	expect(new Map(changes.map(({ level, number }) => [level, number]))).toEqual(
		new Map([
			[3, 1],
			[2, 2]
		])
	);
	expect(currentLevel(changes)).toBe(2);
	const entries = await server.rows(journalEntries);
	expect(entries.map(({ number }) => number).toSorted()).toEqual([1, 2]);
	expect(firstBrokenNumber(entries, sha256)).toBeUndefined();
});

test('a decision from an outbox of release 0.1.0 holds, and writes nothing in the log', async () => {
	const server = await startInProcess(() => AT);
	const mutations = [
		{ seq: 1, name: startIncident.name, args: fire, at: AT },
		{ seq: 2, name: setLevel.name, args: raised, at: AT + 1 }
	];
	await new Promise((resolve) => {
		server.authority.judge({ clientId: 'tib', actor: { ...tib, rights: EVERY_RIGHT } }, mutations, resolve);
	});
	expect(await server.rows(levelChanges)).toMatchObject([{ level: 1, number: 1 }]);
	expect(await server.rows(journalEntries)).toEqual([]);
});

test('a decision that waits holds over those that the server has numbered, though its clock is behind', () => {
	const change = { incidentId, decidedBy: tib, reason: 'Skäl' };
	const received = { ...change, id: 'c1', level: 1, decidedAt: AT, number: 1 };
	expect(currentLevel([{ ...change, id: 'c2', level: 2, decidedAt: AT - 9 }, received])).toBe(2);
});

test('what release 0.1.0 accepted without a number comes before the first decision that gets one, whatever its clock said', async () => {
	const { tx, at } = desk();
	await startIncident.run(at(AT), fire);
	await setLevel.run(at(AT + 9), { ...raised, level: 4 });
	await setLevel.run(at(AT + 1), { ...raised, changeId: 'c2', level: 2 });
	let given = 0;
	const unused = () => Promise.reject(new Error('Not asked for'));
	const accepting = {
		...at(AT + 10),
		receivedAt: AT,
		former: {},
		next: () => Promise.resolve((given += 1)),
		memory: unused,
		remember: unused,
		digest: sha256,
		salt: () => '',
		effect: () => undefined
	};
	await setLevel.onAccept?.(accepting, { ...raised, changeId: 'c2', level: 2 });
	expect(await tx.get(levelChanges, 'c1')).toMatchObject({ number: 1 });
	expect(await tx.get(levelChanges, 'c2')).toMatchObject({ number: 2 });
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
