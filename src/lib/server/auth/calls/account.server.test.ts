// A person's own account: password, login, what is stored, and going away.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { people } from '#lib/features/access/index.ts';
import { openOffice, type Desktop, type Office } from '../../../../../tests/support/office.ts';
import { PASSWORD } from '../../../../../tests/support/staff.ts';

const ANNA = 'anna.ek@provkoping.example';
const NEXT = 'fyra svarta korpar på taket';
const MINUTE = 60_000;

let office: Office;
let anna: Desktop;
let now = 1_790_000_000_000;

beforeEach(async () => {
	now = 1_790_000_000_000;
	office = await openOffice(() => now);
	anna = await office.newcomer('Anna Ek', ANNA, '070-174 06 05');
});
afterEach(() => office.close());

async function again(password = PASSWORD, login = ANNA): Promise<Desktop | string> {
	const browser = office.browser();
	const code = await browser.enter('sign-in', { login, password });
	return code === 'welcome' ? browser : code;
}

async function annaRow(): Promise<unknown> {
	const row = await office.store.db
		.selectFrom('rows')
		.select('body')
		.where('tbl', '=', people.name)
		.where('id', '=', anna.personId)
		.executeTakeFirstOrThrow();
	return JSON.parse(row.body);
}

test('a new password opens, the old one does not, and every other device is out', async () => {
	const laptop = (await again()) as Desktop;
	expect(await anna.code('change-password', { old: PASSWORD, next: NEXT })).toBe('ok');
	expect(laptop.ended).toBe(true);
	expect(await laptop.greet()).toBe('revoked');
	expect(anna.ended).toBe(false);
	expect(await again()).toBe('access.sign-in-refused');
	expect(await again(NEXT)).not.toBeTypeOf('string');
});

test.each([
	['the old one is wrong', 'kajen ligger i lovart', NEXT, 'access.password-wrong'],
	['the new one is short', PASSWORD, 'kort', 'access.password-short'],
	['the new one is the own name', PASSWORD, 'Anna Ek 19850612', 'access.password-like-name'],
	['the new one is what anyone guesses', PASSWORD, 'Sommar2026!!!', 'access.password-common']
])('changing the password when %s', async (_, old, next, code) => {
	expect(await anna.code('change-password', { old, next })).toBe(code);
	expect(typeof (await again())).toBe('object');
});

test('a login that somebody else has is refused; one’s own new one opens', async () => {
	expect(await anna.code('change-login', { login: 'ASA.EK@provkoping.example', password: PASSWORD })).toBe(
		'access.login-taken'
	);
	expect(await anna.code('change-login', { login: 'anna', password: 'wrong' })).toBe('access.password-wrong');
	expect(await anna.code('change-login', { login: 'anna.ny@provkoping.example', password: PASSWORD })).toBe('ok');
	expect(typeof (await again(PASSWORD, 'anna.ny@provkoping.example'))).toBe('object');
	expect(await again()).toBe('access.sign-in-refused');
});

test('whoever has no password chooses one within a quarter of signing in, not later', async () => {
	await office.store.db
		.updateTable('accounts')
		.set({ password_hash: null })
		.where('person_id', '=', anna.personId)
		.execute();
	now += 16 * MINUTE;
	expect(await anna.code('change-password', { old: '', next: NEXT })).toBe('access.sign-in-again');
	now -= 2 * MINUTE;
	expect(await anna.code('change-password', { old: '', next: NEXT })).toBe('ok');
});

test('ending all other sessions leaves the one here', async () => {
	const others = [(await again()) as Desktop, (await again()) as Desktop];
	expect(await anna.code('end-my-other-sessions')).toBe('ok');
	expect(others.map(({ ended }) => ended)).toEqual([true, true]);
	expect((await anna.ask('my-sessions')).value).toMatchObject([{ here: true }]);
	expect(office.administrator.ended).toBe(false);
});

test('what is stored about Anna is all there, with no secret and nobody else in it', async () => {
	const organisation = {
		id: 'org-soc',
		name: 'Socialtjänsten',
		task: '',
		quota: { level1: 1, level2: 1, level3: 1 },
		minRosterSize: 1,
		order: 1
	};
	expect(await office.do(office.administrator, 'roster.putOrganisation', organisation)).toBe('ok');
	for (const [memberId, familyName, mobile] of [
		['m-anna', 'Ek', '+46 70 174 06 05'],
		['m-bo', 'Al', '070-174 06 06']
	]) {
		const contact = {
			memberId,
			organisationId: 'org-soc',
			givenName: 'X',
			familyName,
			mobile,
			skills: [],
			languages: []
		};
		expect(await office.do(office.administrator, 'roster.addMember', contact)).toBe('ok');
	}
	await office.do(anna, 'access.changeMe', { title: 'Samordnare' });
	const { value } = await anna.ask('my-data');
	expect(value).toMatchObject({
		person: { name: 'Anna Ek', title: 'Samordnare', email: ANNA },
		account: { login: ANNA, password: 'kept as a hash' },
		roster: [{ id: 'm-anna' }],
		sessions: [{ how: 'invitation', device: 'Chrome, Linux' }],
		deeds: [{ name: 'access.changeMe' }]
	});
	const text = JSON.stringify(value);
	expect(text).not.toMatch(/argon2|m-bo|Åsa/);
});

test('erased, only her name in what she wrote is left, and every device of hers lets go', async () => {
	const laptop = (await again()) as Desktop;
	await office.store.enrol(
		{ clientId: laptop.clientId, actor: { personId: anna.personId, name: 'Anna Ek', role: '' }, lastSeq: 0 },
		now
	);
	expect(await anna.code('leave', { erase: true })).toBe('ok');
	expect(await annaRow()).toEqual({
		id: anna.personId,
		name: 'Anna Ek',
		title: 'Handläggare',
		addedAt: now,
		leftAt: now
	});
	expect(laptop.ended).toBe(true);
	expect(await laptop.greet()).toBe('revoked');
	expect(await again()).toBe('access.sign-in-refused');
	for (const table of ['accounts', 'passkeys', 'sessions', 'invitations'] as const) {
		const left = await office.store.db.selectFrom(table).selectAll().where('person_id', '=', anna.personId).execute();
		expect(left).toEqual([]);
	}
});

test('whoever only leaves keeps their address on the list of those who were here', async () => {
	expect(await anna.code('leave', { erase: false })).toBe('ok');
	expect(await annaRow()).toMatchObject({ email: ANNA, leftAt: now });
	expect(await again()).toBe('access.sign-in-refused');
});

test.each([true, false])('the only administrator stays, and stays whole (erasing: %s)', async (erase) => {
	expect(await office.administrator.code('leave', { erase })).toBe('access.last-administrator');
	expect(office.administrator.ended).toBe(false);
	expect((await office.administrator.ask('my-account')).value).toMatchObject({ login: 'asa.ek@provkoping.example' });
});

test('whoever came in by the emergency codes for a day makes no way in that lasts', async () => {
	const { value } = await office.administrator.ask('make-break-glass-codes');
	const { first: firstCode, second: secondCode } = value as { first: string; second: string };
	const guest = office.browser();
	const people = { firstCode, firstName: 'Anna Ek', secondCode, secondName: 'Bo Al', drill: false };
	expect(await guest.enter('break-glass', people)).toBe('welcome');
	expect(await guest.code('add-passkey-options')).toBe('access.no-such-person');
	expect(await guest.code('change-password', { old: '', next: NEXT })).toBe('access.not-permitted');
	expect(await guest.code('change-login', { login: 'guest', password: '' })).toBe('access.not-permitted');
});
