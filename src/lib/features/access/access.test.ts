import { describe, expect, test } from 'vitest';
import { registry } from '#lib/features/registry.ts';
import { ok, refuse, type Result } from '#lib/kernel/index.ts';
import { Overlay, runMutator, type Actor, type Mutator } from '#lib/sync/contract/index.ts';
import { addPerson, changeMe, changePerson, giveRole, grants, leave, people, withdrawRole } from './index.ts';

const AT = Date.parse('2026-11-25T13:05Z');
const DAY = 86_400_000;
const OFFICE: Actor = {
	personId: 'asa',
	name: 'Åsa Ek',
	role: 'Säkerhetschef',
	rights: [{ as: 'administrator', on: 'municipality', from: 0 }]
};
const KEEPER: Actor = {
	personId: 'bo',
	name: 'Bo',
	role: 'Loggförare',
	rights: [{ as: 'logKeeper', on: 'municipality', from: 0 }]
};

/** An office with two people in it, of whom Åsa is the administrator. */
async function office() {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	const run = <A>(mutator: Mutator<A>, args: A, actor = OFFICE, at = AT): Promise<Result<void>> =>
		runMutator(registry, mutator, { tx, actor, at, judgedAt: at }, args);
	await run(addPerson, { personId: 'asa', name: 'Åsa Ek', title: 'Säkerhetschef' });
	await run(addPerson, { personId: 'bo', name: 'Bo', title: 'Loggförare', phone: '070-174 06 05' });
	await run(giveRole, { grantId: 'g-asa', personId: 'asa', as: 'administrator', on: 'municipality' });
	return { tx, run };
}

describe('the last administrator', () => {
	test('cannot have the role withdrawn, and cannot leave', async () => {
		const { tx, run } = await office();
		expect(await run(withdrawRole, { grantId: 'g-asa' })).toEqual(refuse('access.last-administrator'));
		expect(await run(leave, { personId: 'asa' })).toEqual(refuse('access.last-administrator'));
		expect(await tx.get(grants, 'g-asa')).toBeDefined();
		expect((await tx.get(people, 'asa'))?.leftAt).toBeUndefined();
	});

	test('can, once another has the role for good', async () => {
		const { tx, run } = await office();
		await run(giveRole, { grantId: 'g-bo', personId: 'bo', as: 'administrator', on: 'municipality' });
		expect(await run(leave, { personId: 'asa' })).toEqual(ok(undefined));
		expect(await tx.get(grants, 'g-asa')).toBeUndefined();
		expect((await tx.get(people, 'asa'))?.leftAt).toBe(AT);
	});

	test.each([
		['for two weeks', { until: AT + 14 * DAY }],
		['from next month', { from: AT + 30 * DAY }],
		['until yesterday', { from: AT - 9 * DAY, until: AT - DAY }]
	])('stays the last where the other has the role %s', async (_, time) => {
		const { run } = await office();
		const given = { grantId: 'g-bo', personId: 'bo', as: 'administrator' as const, on: 'municipality' };
		expect(await run(giveRole, { ...given, ...time })).toEqual(ok(undefined));
		expect(await run(withdrawRole, { grantId: 'g-asa' })).toEqual(refuse('access.last-administrator'));
	});

	test('stays the last where the other administers one incident', async () => {
		const { run } = await office();
		await run(giveRole, { grantId: 'g-bo', personId: 'bo', as: 'administrator', on: 'incident:flood' });
		expect(await run(withdrawRole, { grantId: 'g-asa' })).toEqual(refuse('access.last-administrator'));
	});
});

describe('a role', () => {
	test.each(['organisationContact', 'board'] as const)(
		'%s is about one thing and is not given everywhere',
		async (as) => {
			const { run } = await office();
			const given = { grantId: 'g', personId: 'bo', as };
			expect(await run(giveRole, { ...given, on: 'municipality' })).toEqual(refuse('access.role-needs-place'));
			expect(await run(giveRole, { ...given, on: 'incident:flood' })).toEqual(ok(undefined));
		}
	);

	test('begins when it is given unless a day is said, and says who gave it', async () => {
		const { tx, run } = await office();
		await run(giveRole, { grantId: 'g', personId: 'bo', as: 'reader', on: 'municipality' });
		expect(await tx.get(grants, 'g')).toMatchObject({ from: AT, givenBy: 'Åsa Ek', givenAt: AT });
	});

	test('that ends before it begins, or as it begins, is refused', async () => {
		const { run } = await office();
		const given = { grantId: 'g', personId: 'bo', as: 'reader' as const, on: 'municipality' };
		for (const until of [AT - 1, AT]) {
			expect(await run(giveRole, { ...given, until })).toEqual(refuse('access.over-before-begun'));
		}
	});

	test('is given once, and taken once', async () => {
		const { run } = await office();
		const given = { grantId: 'g', personId: 'bo', as: 'reader' as const, on: 'municipality' };
		await run(giveRole, given);
		expect(await run(giveRole, given)).toEqual(refuse('access.already-there'));
		expect(await run(withdrawRole, { grantId: 'g' })).toEqual(ok(undefined));
		expect(await run(withdrawRole, { grantId: 'g' })).toEqual(refuse('access.no-such-role'));
	});

	test('is not given to somebody who has left', async () => {
		const { run } = await office();
		await run(leave, { personId: 'bo' });
		const given = { grantId: 'g', personId: 'bo', as: 'reader' as const, on: 'municipality' };
		expect(await run(giveRole, given)).toEqual(refuse('access.no-such-person'));
	});
});

test('who is no administrator gives, takes, adds and changes nothing, and learns nothing by trying', async () => {
	const { run } = await office();
	const tried = [
		run(giveRole, { grantId: 'g', personId: 'bo', as: 'administrator', on: 'municipality' }, KEEPER),
		run(withdrawRole, { grantId: 'g-asa' }, KEEPER),
		run(withdrawRole, { grantId: 'not-there' }, KEEPER),
		run(addPerson, { personId: 'carin', name: 'Carin', title: 'Chef' }, KEEPER),
		run(changePerson, { personId: 'bo', title: 'Kommundirektör' }, KEEPER),
		run(leave, { personId: 'asa' }, KEEPER)
	];
	expect(await Promise.all(tried)).toEqual(tried.map(() => refuse('access.not-permitted')));
});

test('whoever leaves loses every role, and their name stays in what they wrote', async () => {
	const { tx, run } = await office();
	await run(giveRole, { grantId: 'g1', personId: 'bo', as: 'logKeeper', on: 'municipality' });
	await run(giveRole, { grantId: 'g2', personId: 'bo', as: 'board', on: 'incident:flood' });
	expect(await run(leave, { personId: 'bo' }, KEEPER)).toEqual(ok(undefined));
	expect([await tx.get(grants, 'g1'), await tx.get(grants, 'g2')]).toEqual([undefined, undefined]);
	expect(await tx.get(people, 'bo')).toMatchObject({ name: 'Bo', leftAt: AT });
});

test('two who change different things of the same person do not undo each other', async () => {
	const { tx, run } = await office();
	await run(changePerson, { personId: 'bo', title: 'Kommunikatör' });
	await run(changeMe, { phone: null }, KEEPER);
	expect(await tx.get(people, 'bo')).toMatchObject({ title: 'Kommunikatör', phone: undefined });
});
