import { expect, test } from 'vitest';
import { EVERY_RIGHT } from '#lib/features/access/index.ts';
import { DAY_MS, ok, refuse } from '#lib/kernel/index.ts';
import { Overlay, type Actor } from '#lib/sync/contract/index.ts';
import { startInProcess } from '../../../../tests/support/in-process.ts';
import {
	addMember,
	changeMember,
	contactChanges,
	dialNumber,
	isAway,
	isNumberStale,
	members,
	numbersOf,
	organisations,
	phoneText,
	putOrganisation,
	removeMember,
	setAway,
	setBack,
	staffing,
	t,
	verifyNumber,
	type Contact,
	type Member,
	type Organisation
} from './index.ts';

const asa: Actor = { personId: 'asa', name: 'Åsa', role: 'Säkerhetsstrateg' };
const NOW = Date.parse('2026-11-25T13:00Z');

const church: Organisation = {
	id: 'org-kyr',
	name: 'Svenska kyrkan',
	task: 'Samtalsstöd',
	quota: { level1: 1, level2: 2, level3: 4 },
	minRosterSize: 3,
	order: 1
};
const school: Organisation = { ...church, id: 'org-ukk', name: 'Utbildnings- och kulturkontoret' };

const bo: Contact = {
	organisationId: 'org-kyr',
	givenName: 'Bo',
	familyName: 'Ek',
	skills: ['samtalsledare'],
	languages: ['svenska'],
	mobile: '070-174 06 05',
	email: 'bo.ek@example.com'
};

async function roster() {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	const at = (time: number, actor = asa) => ({ tx, actor, at: time });
	await putOrganisation.run(at(NOW), church);
	await putOrganisation.run(at(NOW), school);
	expect(await addMember.run(at(NOW), { ...bo, memberId: 'bo' })).toEqual(ok(undefined));
	return { at, bo: async () => (await tx.get(members, 'bo')) as Member, tx };
}

test('a member belongs to one organisation that exists, and is added once', async () => {
	const { at } = await roster();
	expect(await addMember.run(at(NOW), { ...bo, memberId: 'bo' })).toEqual(refuse('roster.already-there'));
	expect(await addMember.run(at(NOW), { ...bo, memberId: 'eva', organisationId: 'org-x' })).toEqual(
		refuse('roster.no-such-organisation')
	);
});

test.each(['', '070-174 06 05', '+46 (0)70 174 06 05', '0046701740605', '0152-291 00', '08/123 456'])(
	'“%s” may stand as a number',
	async (mobile) => {
		const { at } = await roster();
		expect(await addMember.run(at(NOW), { ...bo, mobile, memberId: 'eva' })).toEqual(ok(undefined));
	}
);

test.each(['ring växeln', '070-17', '7,01741E+08', '070-174 06 05 (kväll)'])(
	'“%s” is refused as a number, in words that people read',
	async (mobile) => {
		// C32
		const { at, bo: member } = await roster();
		const refusal = refuse('roster.phone-unreadable');
		expect(await addMember.run(at(NOW), { ...bo, mobile, memberId: 'eva' })).toEqual(refusal);
		expect(await changeMember.run(at(NOW), { memberId: 'bo', mobile })).toEqual(refusal);
		expect((await member()).mobile).toBe(bo.mobile);
	}
);

test.each([
	['070-174 06 05', '+46701740605'],
	['+46 (0)70 174 06 05', '+46701740605'],
	['0046701740605', '+46701740605'],
	['46701740605', '+46701740605'],
	['+46 070 174 06 05', '+46701740605'],
	['046-12 34 56', '+4646123456'],
	['+45 33 12 34 56', '+4533123456'],
	['+44 (0)20 7946 0018', '+442079460018']
])('“%s” is dialled as %s', (mobile, dialled) => {
	// C33
	expect(dialNumber(mobile)).toBe(dialled);
});

test.each([
	['0701234567', '070-123 45 67'],
	['070 12 34 567', '070-123 45 67'],
	['+46 (0)70 123 45 67', '070-123 45 67'],
	['0046701234567', '070-123 45 67'],
	['0152 29100', '0152-291 00'],
	['08-12345678', '08-123 456 78'],
	['08/123 4567', '08-123 45 67'],
	['046-123456', '046-12 34 56'],
	['+45 33 12 34 56', '+45 33 12 34 56'],
	['112-112-1', '112-112-1']
])('“%s” is read as %s', (mobile, read) => {
	expect(phoneText(mobile)).toBe(read);
});

test('a number is shown so that it still reaches the same phone', () => {
	for (const mobile of ['0701234567', '0152 29100', '08-12345678', '+44 (0)20 7946 0018']) {
		expect(dialNumber(phoneText(mobile))).toBe(dialNumber(mobile));
	}
});

test('a number that another has changed meanwhile is not verified by whoever reached the old one', async () => {
	const { at, bo: member } = await roster();
	await changeMember.run(at(NOW), { memberId: 'bo', mobile: '070-174 06 11' });
	const other = refuse('roster.other-number');
	expect(await verifyNumber.run(at(NOW), { memberId: 'bo', mobile: bo.mobile })).toEqual(other);
	expect(await member()).not.toHaveProperty('numberVerifiedAt');
	expect(await verifyNumber.run(at(NOW), { memberId: 'bo', mobile: '+46 70 174 06 11' })).toEqual(ok(undefined));
	expect(await verifyNumber.run(at(NOW), { memberId: 'bo' })).toEqual(ok(undefined));
});

test('a person has at most thirty skills and thirty languages', async () => {
	const { at, bo: member } = await roster();
	const many = Array.from({ length: 31 }, (_, number) => `språk ${number}`);
	const refusal = refuse('roster.too-many-words');
	expect(await addMember.run(at(NOW), { ...bo, skills: many, memberId: 'eva' })).toEqual(refusal);
	expect(await changeMember.run(at(NOW), { memberId: 'bo', languages: many })).toEqual(refusal);
	expect(await changeMember.run(at(NOW), { memberId: 'bo', languages: many.slice(1) })).toEqual(ok(undefined));
	expect((await member()).languages).toHaveLength(30);
});

test('one old number is told in the singular', () => {
	expect([t('staleNumbers', 1), t('staleNumbers', 2)]).toEqual(['1 gammalt nummer', '2 gamla nummer']);
});

test('someone without a number is not counted among the old numbers', async () => {
	const { bo: member } = await roster();
	const one = await member();
	expect(numbersOf([one, { ...one, id: 'eva', mobile: '' }], NOW)).toEqual({ stale: 1, none: 1 });
});

test('two people who change different things of one member do not take each other’s change back', async () => {
	const { at, bo: member } = await roster();
	const seen = await member();
	const newNumber = contactChanges(seen, { ...seen, mobile: '070-174 06 11' });
	const newSkill = contactChanges(seen, { ...seen, skills: ['samtalsledare', 'barn och unga'] });
	await changeMember.run(at(NOW), { memberId: 'bo', ...newNumber });
	await changeMember.run(at(NOW), { memberId: 'bo', ...newSkill });
	expect(await member()).toMatchObject({ mobile: '070-174 06 11', skills: ['samtalsledare', 'barn och unga'] });
});

test('an emptied field is emptied', async () => {
	const { at, bo: member } = await roster();
	const { email: _, ...without } = await member();
	await changeMember.run(at(NOW), { memberId: 'bo', ...contactChanges(await member(), without) });
	expect((await member()).email).toBeUndefined();
});

test('a changed number must be verified anew; the same number spelled in another way need not', async () => {
	const { at, bo: member } = await roster();
	await verifyNumber.run(at(NOW + 1), { memberId: 'bo' });
	await changeMember.run(at(NOW + 2), { memberId: 'bo', mobile: '+46 70 174 06 05', givenName: 'Bosse' });
	expect(await member()).toMatchObject({ numberVerifiedAt: NOW + 1, numberVerifiedBy: 'Åsa', givenName: 'Bosse' });
	await changeMember.run(at(NOW + 3), { memberId: 'bo', mobile: '070-174 06 11' });
	expect(await member()).not.toHaveProperty('numberVerifiedAt');
	expect(await member()).not.toHaveProperty('numberVerifiedBy');
});

test('a number is old a quarter after someone was last reached on it, or when nobody ever was', async () => {
	const { at, bo: member } = await roster();
	expect(isNumberStale(await member(), NOW)).toBe(true);
	await verifyNumber.run(at(NOW), { memberId: 'bo' });
	expect(isNumberStale(await member(), NOW + 92 * DAY_MS)).toBe(false);
	expect(isNumberStale(await member(), NOW + 92 * DAY_MS + 1)).toBe(true);
});

test('nothing can be done to someone who is not on the roster any more', async () => {
	const { at } = await roster();
	await removeMember.run(at(NOW), { memberId: 'bo' });
	const gone = refuse('roster.no-such-member');
	expect(await removeMember.run(at(NOW), { memberId: 'bo' })).toEqual(gone);
	expect(await changeMember.run(at(NOW), { memberId: 'bo', givenName: 'Bosse' })).toEqual(gone);
	expect(await setAway.run(at(NOW), { memberId: 'bo' })).toEqual(gone);
	expect(await setBack.run(at(NOW), { memberId: 'bo' })).toEqual(gone);
	expect(await verifyNumber.run(at(NOW), { memberId: 'bo' })).toEqual(gone);
});

test('an absence counts from its first moment to its last, and someone set back is there again', async () => {
	const { at, bo: member } = await roster();
	const [since, until] = [NOW + DAY_MS, NOW + 3 * DAY_MS];
	await setAway.run(at(NOW), { memberId: 'bo', since, until, note: 'Utomlands' });
	const away = [since - 1, since, until - 1, until].map(async (now) => isAway(await member(), now));
	expect(await Promise.all(away)).toEqual([false, true, true, false]);
	await setAway.run(at(NOW), { memberId: 'bo' });
	expect(isAway(await member(), NOW)).toBe(true);
	await setBack.run(at(NOW), { memberId: 'bo' });
	expect(isAway(await member(), NOW)).toBe(false);
});

test('an organisation is short of people before its roster is too thin, and the other way round', () => {
	const member = (id: string, away = false): Member => ({
		...bo,
		id,
		...(away ? { away: { since: NOW } } : {})
	});
	const three = [member('a'), member('b', true), member('c')];
	expect(staffing(church, three, { level: 2, now: NOW })).toEqual({
		members: 3,
		available: 2,
		away: 1,
		quota: 2,
		minRosterSize: 3,
		short: false,
		thin: false
	});
	expect(staffing(church, three, { level: 3, now: NOW })).toMatchObject({ short: true, thin: false });
	expect(staffing(church, three.slice(1), { level: 1, now: NOW })).toMatchObject({ short: false, thin: true });
});

test('a member who moves to another organisation is gone from the former one’s tablets', async () => {
	// C12
	const { store, authority } = await startInProcess(() => NOW);
	const steps = [
		{ name: putOrganisation.name, args: church },
		{ name: putOrganisation.name, args: school },
		{ name: addMember.name, args: { ...bo, memberId: 'bo' } },
		{ name: changeMember.name, args: { memberId: 'bo', organisationId: 'org-ukk' } }
	];
	for (const [index, step] of steps.entries()) {
		const mutations = [{ ...step, seq: index + 1, at: NOW }];
		await new Promise((reply) => {
			authority.judge({ clientId: 'asa', actor: { ...asa, rights: EVERY_RIGHT } }, mutations, reply);
		});
	}
	await store.snapshot(async (snapshot) => {
		const left = await snapshot.changesAfter('contacts:org-kyr', 0, 100);
		const entered = await snapshot.changesAfter('contacts:org-ukk', 0, 100);
		expect(left.rows).toEqual([]);
		expect(left.tombstones.map(({ id }) => id)).toEqual(['bo']);
		expect(entered.rows.map(({ id }) => id)).toEqual(['bo']);
	});
	// History keeps that something was said of a person, never what: a person can be erased.
	const kept = JSON.stringify(await store.history(0, 100));
	expect(kept).toContain(organisations.name);
	for (const word of ['Bo', 'Ek', '174 06', 'example.com']) expect(kept).not.toContain(word);
});
