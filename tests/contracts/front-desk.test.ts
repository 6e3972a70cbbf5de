// Coming in, over the questions that the app asks: nobody learns by trying who is known here, and no link lets in twice.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Accounts } from '#lib/server/auth/accounts.server.ts';
import * as passwords from '#lib/server/auth/password.server.ts';
import { Directory } from '#lib/server/auth/directory.server.ts';
import { DAY_MS } from '#lib/kernel/index.ts';
import { claimOf, Hall, NOON } from '../support/hall.ts';

vi.mock('#lib/server/auth/password.server.ts', { spy: true });

const PASSWORD = 'kajen ligger i lä 7';
const REFUSED = { ok: false, code: 'access.sign-in-refused' };

let hall: Hall;
let office: { cookie: string; ticket: string };

beforeEach(async () => {
	hall = await Hall.open();
	await hall.add('chef', [{ as: 'administrator', on: 'municipality' }]);
	const chef = await hall.signIn('chef');
	office = { cookie: chef.cookie, ticket: (await hall.meet(chef)).ticket ?? '' };
	await hall.add('bo');
});

afterEach(async () => {
	vi.clearAllMocks();
	expect(hall.bugs).toEqual([]);
	await hall.close();
});

async function invitationOf(personId: string): Promise<string> {
	const answer = await hall.call('invite', { personId }, office);
	return answer.ok ? ((answer.value as { path: string }).path.split('/').at(-1) ?? '') : answer.code;
}

async function account(personId: string, login: string): Promise<void> {
	const passwordHash = await passwords.hashPassword(PASSWORD);
	await new Accounts(hall.store.db).set(personId, { login, passwordHash }, NOON);
}

test('a wrong password, an unknown name, an account without one and somebody who has left: the same answer at the same cost', async () => {
	await account('bo', 'bo@here.example');
	await hall.add('eva');
	await account('eva', 'eva@here.example');
	await hall.script([['access.leave', { personId: 'eva' }]]);
	await new Accounts(hall.store.db).set('chef', { login: 'chef@here.example' }, NOON);
	const tries = { bo: 'kajen ligger i lä 8', nobody: PASSWORD, chef: PASSWORD, eva: PASSWORD };
	for (const [name, password] of Object.entries(tries)) {
		vi.clearAllMocks();
		expect(await hall.call('sign-in', { login: `${name}@here.example`, password })).toEqual(REFUSED);
		const { verifyPassword, verifyNothing } = vi.mocked(passwords);
		expect(verifyPassword.mock.calls.length + verifyNothing.mock.calls.length).toBe(1);
	}
	expect(await hall.call('sign-in', { login: ' BO@Here.example ', password: PASSWORD })).toMatchObject({
		ok: true,
		value: { personId: 'bo' }
	});
});

test('an invitation makes one account and is over, for whoever tries it again with another name too', async () => {
	const token = await invitationOf('bo');
	const weak = { token, login: 'bo@here.example', password: 'bo@here.example' };
	expect(await hall.call('accept-invitation', weak)).toMatchObject({ ok: false });
	expect(await hall.call('accept-invitation', { ...weak, password: PASSWORD })).toMatchObject({ ok: true });
	const over = { ok: false, code: 'access.invitation-over' };
	expect(await hall.call('accept-invitation', { token, login: 'thief@here.example', password: PASSWORD })).toEqual(
		over
	);
	expect(await hall.call('read-invitation', { token })).toEqual(over);
	expect(await hall.call('enrol-tablet', { token: await invitationOf('bo') })).toEqual(over);
});

test('the name of another account is taken, and the invitation is still good for a free one', async () => {
	await account('chef', 'taken@here.example');
	const token = await invitationOf('bo');
	const taken = await hall.call('accept-invitation', { token, login: 'Taken@here.example', password: PASSWORD });
	expect(taken).toEqual({ ok: false, code: 'access.login-taken' });
	expect(await hall.call('accept-invitation', { token, login: 'free@here.example', password: PASSWORD })).toMatchObject(
		{ ok: true }
	);
});

test('of two invitations used with one login at the same moment one wins; the other is told, keeps its link, and the log has one line', async () => {
	await hall.add('eva');
	const tokens = [await invitationOf('bo'), await invitationOf('eva')];
	const use = (token: string | undefined, login: string) =>
		hall.call('accept-invitation', { token, login, password: PASSWORD });
	const answers = await Promise.all(tokens.map((token) => use(token, 'krisstod@here.example')));
	const loser = answers.findIndex(({ ok }) => !ok);
	expect(answers[loser]).toEqual({ ok: false, code: 'access.login-taken' });
	expect(answers[1 - loser]).toMatchObject({ ok: true });
	const used = await hall.store.db.selectFrom('audit').select('about').where('what', '=', 'invitation-used').execute();
	expect(used).toEqual([{ about: ['bo', 'eva'][1 - loser] }]);
	expect(await use(tokens[loser], 'egen@here.example')).toMatchObject({ ok: true });
});

test('what the log cannot take does not happen: the invitation is still good and there is no account', async () => {
	const token = await invitationOf('bo');
	const message = { token, login: 'bo@here.example', password: PASSWORD };
	hall.store.raw.exec("create trigger full before insert on audit begin select raise(abort, 'full'); end");
	await expect(hall.call('accept-invitation', message)).rejects.toThrow('full');
	hall.store.raw.exec('drop trigger full');
	expect(await new Accounts(hall.store.db).byLogin('bo@here.example')).toBeUndefined();
	expect(await hall.call('accept-invitation', message)).toMatchObject({ ok: true });
});

test('an invitation of somebody who has left meanwhile lets nobody in, and none is made for them', async () => {
	const token = await invitationOf('bo');
	await hall.script([['access.leave', { personId: 'bo' }]]);
	const message = { token, login: 'bo@here.example', password: PASSWORD };
	expect(await hall.call('accept-invitation', message)).toEqual({ ok: false, code: 'access.invitation-over' });
	expect(await invitationOf('bo')).toBe('access.no-such-person');
});

test('a device becomes a shared tablet by its link, keeps its number if it had one, and gets a new one where it was revoked', async () => {
	const path = await hall.call('invite-tablet', { name: 'Platta 3' }, office);
	const token = path.ok ? ((path.value as { path: string }).path.split('/').at(-1) ?? '') : '';
	const { cookie, tabletId } = await hall.signIn('bo');
	expect(await hall.call('enrol-tablet', { token }, { cookie })).toEqual({
		ok: true,
		value: { id: tabletId, name: 'Platta 3', shared: true }
	});
	await hall.call('revoke-device', { tabletId }, office);
	await account('bo', 'bo@here.example');
	const signIn = { login: 'bo@here.example', password: PASSWORD };
	expect(await hall.call('sign-in', signIn, { cookie })).toEqual({ ok: false, code: 'access.device-revoked' });
	const again = await hall.call('invite-tablet', { name: 'Platta 4' }, office);
	const next = again.ok ? ((again.value as { path: string }).path.split('/').at(-1) ?? '') : '';
	const enrolled = await hall.call('enrol-tablet', { token: next }, { cookie });
	expect(enrolled).toMatchObject({
		ok: true,
		value: { name: 'Platta 4', shared: true },
		cookie: expect.any(String) as string
	});
	expect(enrolled).not.toMatchObject({ value: { id: tabletId } });
});

test('a session of one’s own can be ended by its person, one of another’s cannot', async () => {
	const bo = await hall.signIn('bo');
	const line = await hall.meet(bo);
	const [own] = [{ cookie: bo.cookie, ticket: line.ticket ?? '' }];
	const chefs = await hall.call('my-sessions', {}, office);
	const sessionId = chefs.ok ? ((chefs.value as { id: string }[])[0]?.id ?? '') : '';
	await hall.call('end-my-session', { sessionId }, own);
	expect(await hall.call('my-sessions', {}, office)).toEqual(chefs);
	await hall.call('end-my-session', { sessionId: bo.session }, own);
	expect(line.ended).toBe(true);
});

test('a greeting of an old build, of an unknown replica and of one’s own', async () => {
	const bo = await hall.signIn('bo');
	const line = hall.line(bo.cookie);
	const claim = claimOf(bo, line.id, 'phone');
	expect(await line.hello('phone', claim)).toEqual({ kind: 'unknown-device' });
	const old = { protocol: 1, build: 'old', clientId: 'phone', epoch: null, lastSeq: 0, ...claim };
	expect(await line.ask('hello', old)).toEqual({ kind: 'upgrade-needed' });
	expect(await line.ask('hello', { ...old, protocol: 99 })).toEqual({ kind: 'upgrade-needed' });
	expect(await line.greet('phone', claim)).toMatchObject({
		kind: 'welcome',
		actor: { personId: 'bo', rights: [] },
		lastSeq: 0
	});
	expect(hall.desk.devices).toBe(2);
});

test('the directory knows people and their roles as the rows say, with the next moment at which that changes by itself', async () => {
	await hall.script([
		['access.changePerson', { personId: 'bo', name: 'Bo Ek', title: 'Loggförare', email: 'Bo@Here.example' }]
	]);
	await hall.script([
		['access.give', { grantId: 'g', personId: 'bo', as: 'reader', on: 'municipality', from: NOON + 5, until: NOON + 9 }]
	]);
	const heard = vi.fn();
	const directory = await Directory.open(hall.store, heard);
	const rights = [{ as: 'reader', on: 'municipality', from: NOON + 5, until: NOON + 9 }];
	expect(directory.actor('bo')).toEqual({ personId: 'bo', name: 'Bo Ek', role: 'Loggförare', rights });
	expect([directory.byEmail(' bo@here.example '), directory.byEmail('x')]).toMatchObject([{ id: 'bo' }, undefined]);
	expect([4, 5, 8, 9].map((after) => directory.nextTurn(NOON + after))).toEqual([
		NOON + 5,
		NOON + 9,
		NOON + 9,
		undefined
	]);
	directory.hear([{ scope: 'open', from: 0, to: 1, rows: [], tombstones: [] }]);
	expect(heard).not.toHaveBeenCalled();
	directory.hear([
		{ scope: 'access', from: 0, to: 1, rows: [], tombstones: [{ table: 'grants', id: 'g', version: 1 }] }
	]);
	expect([heard.mock.calls.length, directory.actor('bo')?.rights, directory.actor('nobody')]).toEqual([
		1,
		[],
		undefined
	]);
});

test('who leads may work without contact for a week, the others for three days', async () => {
	const directory = await Directory.open(hall.store, () => undefined);
	const actor = { personId: 'bo', name: 'Bo', role: '–' };
	const right = { on: 'municipality', from: 0 };
	expect(directory.leaseUntil({ ...actor, rights: [{ ...right, as: 'dutyOfficer' }] }, NOON)).toBe(NOON + 7 * DAY_MS);
	expect(directory.leaseUntil({ ...actor, rights: [{ ...right, as: 'reader' }] }, NOON)).toBe(NOON + 3 * DAY_MS);
	expect(directory.leaseUntil(actor, NOON)).toBe(NOON + 3 * DAY_MS);
});
