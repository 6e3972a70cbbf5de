// R21, R22: an outbox that was tampered with, and whatever was captured and is sent again: judged as whoever is bound, once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PullReply, type PushedMutation } from '#lib/sync/contract/index.ts';
import { invite } from '../support/invite.ts';
import { ServerProcess } from '../support/server-process.ts';
import { accept, ask, setUpTokens } from '../support/staff.ts';
import { WireDevice } from '../support/wire-device.ts';

const PASSWORD = 'kajen ligger i lä 7';

let server: ServerProcess;
let setUpToken: string;
let invitation: string;
let office: WireDevice;
let phone: WireDevice;

beforeAll(async () => {
	server = await ServerProcess.started();
	setUpToken = setUpTokens.get(server.url) ?? '';
	office = await WireDevice.meet(server.url, 'office');
	await office.push([office.start('Översvämning')]);
	const path = await invite(office, server.url, {
		name: 'Bo',
		title: 'Stab',
		roles: ['staffMember'],
		on: 'incident:flood'
	});
	invitation = path.split('/').at(-1) ?? '';
	phone = await WireDevice.meet(server.url, 'phone', await accept(server.url, invitation, 'bo@provkoping.example'));
});

afterAll(async () => {
	for (const device of [office, phone]) device.close();
	await server.remove();
});

interface Entry {
	readonly text: string;
	readonly author: { readonly name: string };
	readonly receivedAt: number;
}

async function entries(): Promise<Entry[]> {
	const { frames } = PullReply.parse(await office.ask('pull', { cursors: { 'incident:flood': 0 } }));
	const rows = frames.flatMap((frame) => frame.rows).filter(({ table }) => table === 'journalEntries');
	return rows.map(({ body }) => JSON.parse(body) as Entry);
}

test('R21: the number of another person’s replica is not given up to whoever names it', async () => {
	const claim = phone.claim();
	expect(await phone.ask('enrol', { clientId: 'office', ...claim })).toEqual({ kind: 'signed-out', why: 'ended' });
	const stolen = new WireDevice(server.url, 'office', await signedInAgain());
	await stolen.connect();
	expect(await stolen.hello()).toEqual({ kind: 'signed-out', why: 'ended' });
	await expect(stolen.push([stolen.entry('Som Åsa')], 300)).rejects.toThrow();
	stolen.close();
	expect((await entries()).map(({ text }) => text)).not.toContain('Som Åsa');
});

async function signedInAgain(): ReturnType<typeof accept> {
	const { signIn } = await import('../support/staff.ts');
	return signIn(server.url, 'bo@provkoping.example');
}

test('R21: another incident, another author, a gap and times far off give nobody more than they may', async () => {
	const own = phone.entry('Vattnet stiger');
	const { seq } = own;
	const tampered = (change: Partial<PushedMutation>, args: object = {}): PushedMutation => ({
		...own,
		...change,
		args: { ...(own.args as object), ...args }
	});
	const gap = await phone.push([tampered({ seq: seq + 5 })]);
	expect(gap).toEqual({ verdicts: [], expected: seq });
	const { verdicts } = await phone.push([
		tampered({ seq }, { incidentId: 'fire', entryId: 'f1' }),
		tampered({ seq: seq + 1 }, { author: { personId: 'asa', name: 'Åsa Ek', role: 'Chef' }, entryId: 'f2' }),
		tampered({ seq: seq + 2, name: 'access.give' }),
		tampered({ seq: seq + 3, at: 0 }, { text: 'Förr', entryId: 'f3' }),
		tampered({ seq: seq + 4, at: Date.parse('2100-01-01') }, { text: 'Sedan', entryId: 'f4' }),
		{
			...tampered({ seq: seq + 5, reoffer: true }, { incidentId: 'fire', entryId: 'f5' }),
			former: { 'journalEntries/f5': { number: 1 } }
		}
	]);
	expect(verdicts.map(({ refused }) => refused)).toEqual([
		'access.not-permitted',
		'sync.bad-arguments',
		'sync.bad-arguments',
		undefined,
		undefined,
		'access.not-permitted'
	]);
	const taken = await entries();
	expect(taken.map(({ text }) => text).sort()).toEqual(['Förr', 'Sedan']);
	for (const { author, receivedAt } of taken) {
		expect(author.name).toBe('Bo');
		expect(Math.abs(receivedAt - Date.now())).toBeLessThan(600_000);
	}
});

test('R22: a captured push makes nothing twice, from the same device or from another', async () => {
	await phone.greet();
	const captured = phone.entry('Bron håller');
	const first = await phone.push([captured]);
	expect(await phone.push([captured])).toEqual(first);
	const copied = { ...office.entry('-'), args: captured.args };
	expect((await office.push([copied])).verdicts).toMatchObject([{ refused: 'journal.already-written' }]);
	expect((await entries()).filter(({ text }) => text === 'Bron håller')).toHaveLength(1);
});

test('R22: a captured proof is worth nothing on another line, nor is a captured ticket on another device', async () => {
	const captured = phone.claim();
	const thief = new WireDevice(server.url, 'phone', await signedInAgain());
	await thief.connect();
	expect(await thief.hello(captured)).toEqual({ kind: 'signed-out', why: 'ended' });
	thief.close();
	const ticket = office.ticket ?? '';
	await expect(ask(server.url, 'devices', {}, { ticket })).rejects.toThrow(/not-permitted/);
	const headers = { 'content-type': 'application/json', origin: server.url, 'x-beredd-ticket': ticket };
	const body = JSON.stringify({ clientId: 'office', scope: 'incident:flood', limit: 10 });
	expect((await fetch(`${server.url}/sync/fill`, { method: 'POST', headers, body })).status).toBe(404);
});

test('R22: an invitation and the set-up that were used are over, and nothing has become of using them again', async () => {
	const message = { token: invitation, login: 'eva@provkoping.example', password: PASSWORD };
	await expect(ask(server.url, 'accept-invitation', message)).rejects.toThrow(/invitation-over/);
	await expect(ask(server.url, 'read-invitation', { token: invitation })).rejects.toThrow(/invitation-over/);
	const person = { name: 'Eva', title: 'Chef', login: 'eva@provkoping.example', password: PASSWORD };
	const again = { token: setUpToken, municipality: 'Annat', beginning: 'empty', ...person };
	await expect(ask(server.url, 'set-up', again)).rejects.toThrow(/set-up-over/);
	await expect(ask(server.url, 'sign-in', { login: person.login, password: PASSWORD })).rejects.toThrow(
		/sign-in-refused/
	);
});
