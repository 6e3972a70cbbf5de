// Signing in with a passkey, over the desk and the database.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOffice, type Desktop, type Office } from '../../../../../tests/support/office.ts';
import { SoftwareAuthenticator } from '../../../../../tests/support/software-authenticator.ts';

let office: Office;
let anna: Desktop;
let phone: SoftwareAuthenticator;
let now = 1_790_000_000_000;

interface Question {
	challenge: string;
	user: { id: string };
}
const authenticator = (): SoftwareAuthenticator => new SoftwareAuthenticator('http://localhost:3000', 'localhost');

beforeEach(async () => {
	now = 1_790_000_000_000;
	office = await openOffice(() => now);
	anna = await office.newcomer('Anna Ek', 'anna.ek@provkoping.example');
	phone = authenticator();
});
afterEach(() => office.close());

async function add(as: Desktop, to = phone, label = 'Telefonen'): Promise<string> {
	const { value } = await as.ask('add-passkey-options');
	return as.code('add-passkey', { label, answer: to.register(value as Question) });
}

async function signIn(from: Desktop, by = phone): Promise<string> {
	const { value } = await from.ask('passkey-options');
	return from.enter('passkey-sign-in', { answer: by.signIn(value as Question) });
}

test('Anna adds her phone and comes in with it on another computer, without a name or a password', async () => {
	expect(await add(anna)).toBe('ok');
	const other = office.browser();
	expect(await signIn(other)).toBe('welcome');
	expect(other.personId).toBe(anna.personId);
	const { value } = await other.ask('my-sessions');
	expect((value as { how: string }[]).map(({ how }) => how).sort()).toEqual(['invitation', 'passkey']);
	expect((await anna.ask('my-passkeys')).value).toMatchObject([{ label: 'Telefonen', lastUsedAt: now }]);
});

test('a passkey that another person has is refused, and stays theirs', async () => {
	await add(anna);
	const bo = await office.newcomer('Bo Al', 'bo.al@provkoping.example');
	const { value } = await bo.ask('add-passkey-options');
	const answer = phone.register(value as Question) as { id: string };
	// The same id under another person: only a broken or hostile authenticator gives it, and the row decides.
	await office.store.db.updateTable('passkeys').set({ id: answer.id }).execute();
	expect(await bo.code('add-passkey', { label: 'Min', answer })).toBe('access.passkey-taken');
	expect((await bo.ask('my-passkeys')).value).toEqual([]);
	expect((await anna.ask('my-passkeys')).value).toHaveLength(1);
});

test('of two sign-ins with the same counter only one goes through, however close they come', async () => {
	await add(anna);
	const [one, other] = [office.browser(), office.browser()];
	const questions = [await one.ask('passkey-options'), await other.ask('passkey-options')];
	const counter = phone.counter;
	const answers = questions.map(({ value }) => {
		phone.counter = counter;
		return phone.signIn(value as Question);
	});
	const codes = await Promise.all([
		one.enter('passkey-sign-in', { answer: answers[0] }),
		other.enter('passkey-sign-in', { answer: answers[1] })
	]);
	expect(codes.sort()).toEqual(['access.passkey-refused', 'welcome']);
});

test('a removed passkey opens nothing, and nobody removes another person’s', async () => {
	await add(anna);
	const { value } = await anna.ask('my-passkeys');
	const [{ id }] = value as [{ id: string }];
	expect(await office.administrator.code('remove-passkey', { id })).toBe('access.no-such-passkey');
	expect(await anna.code('remove-passkey', { id })).toBe('ok');
	expect(await signIn(office.browser())).toBe('access.passkey-refused');
});

test('whoever has left does not come in by a passkey', async () => {
	await add(anna);
	expect(await office.do(office.administrator, 'access.leave', { personId: anna.personId })).toBe('ok');
	expect(await signIn(office.browser())).toBe('access.sign-in-refused');
});

test('the last way in cannot be removed: nobody locks themselves out', async () => {
	await add(anna);
	await office.store.db.updateTable('accounts').set({ password_hash: null }).execute();
	const { value } = await anna.ask('my-passkeys');
	const [{ id }] = value as [{ id: string }];
	expect(await anna.code('remove-passkey', { id })).toBe('access.last-way-in');
	expect(await add(anna, authenticator(), 'Nyckeln')).toBe('ok');
	expect(await anna.code('remove-passkey', { id })).toBe('ok');
});

test('nobody who is not signed in may ask about passkeys', async () => {
	for (const name of ['my-passkeys', 'add-passkey-options']) {
		expect(await office.browser().code(name)).toBe('access.not-permitted');
	}
});
