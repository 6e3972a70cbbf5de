// R10 online: a session, a device, a person or a right is taken back while its line is open; nothing more comes down it.
import * as z from 'zod/mini';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite } from '../support/invite.ts';
import { ServerProcess, until } from '../support/server-process.ts';
import { accept, administrator, ask, signIn, type SignedIn } from '../support/staff.ts';
import { WireDevice } from '../support/wire-device.ts';

const FLOOD = 'incident:flood';
/** Promised: online within this. */
const PROMISED_MS = 5_000;

let server: ServerProcess;
let office: WireDevice;
const met: WireDevice[] = [];

beforeAll(async () => {
	server = await ServerProcess.started();
	office = await WireDevice.meet(server.url, 'office');
	met.push(office);
	await office.push([office.start('Översvämning')]);
});

afterAll(async () => {
	for (const device of met) device.close();
	await server.remove();
});

async function newcomer(name: string): Promise<{ person: SignedIn; phone: WireDevice; login: string }> {
	const login = `${name}@provkoping.example`;
	const path = await invite(office, server.url, { name, title: 'Observatör', roles: ['evaluator'], on: FLOOD });
	const person = await accept(server.url, path.split('/').at(-1) ?? '', login);
	const phone = await WireDevice.meet(server.url, `phone-${name}`, person);
	met.push(phone);
	return { person, phone, login };
}

async function asOffice(call: string, message: object): Promise<unknown> {
	const { cookie } = await administrator(server.url);
	return (await ask(server.url, call, message, { cookie, ticket: office.ticket ?? '' })).value;
}

/** Writes something that everyone in the flood hears of; resolves when the office has heard it, after all others. */
async function writes(text: string): Promise<string> {
	const entry = office.entry(text);
	const { entryId } = entry.args as { entryId: string };
	await office.push([entry]);
	await until(() => heard(office).includes(entryId));
	return entryId;
}

const heard = (device: WireDevice): string[] => device.frames.flatMap(({ rows }) => rows.map(({ id }) => id));

const Sessions = z.object({
	sessions: z.array(z.object({ id: z.string(), personId: z.string(), tabletId: z.string() }))
});

test.each([
	['session', 'revoked'],
	['device', 'revoked'],
	['person', 'revoked'],
	['own session', 'revoked'],
	['sign-out', 'ended']
] as const)(
	'R10: once their %s is gone the line is cut, no later row comes, and the next greeting says %s',
	async (what, why) => {
		const { person, phone } = await newcomer(what.replace(' ', '-'));
		const before = await writes('Vattnet stiger');
		await until(() => heard(phone).includes(before));
		const { sessions } = Sessions.parse(await asOffice('devices', {}));
		const session = sessions.find(({ personId }) => personId === person.personId);
		if (!session) throw new Error('The session is not listed');
		const own = { cookie: person.cookie, ticket: phone.ticket ?? '' };
		const begun = performance.now();
		if (what === 'session') await asOffice('revoke-session', { sessionId: session.id });
		if (what === 'device') await asOffice('revoke-device', { tabletId: session.tabletId });
		if (what === 'person') await office.do('access.leave', { personId: person.personId });
		if (what === 'own session') await ask(server.url, 'end-my-session', { sessionId: session.id }, own);
		if (what === 'sign-out') await ask(server.url, 'sign-out', {}, own);
		const later = await writes('Hamngatan avstängd');
		await until(() => phone.cuts === 1, PROMISED_MS);
		process.stdout.write(`R10: ${what} gone, line cut within ${Math.round(performance.now() - begun)} ms\n`);
		expect(heard(phone)).not.toContain(later);

		await phone.connect();
		expect(await phone.hello()).toEqual({ kind: 'signed-out', why });
		expect(await phone.ask('enrol', { clientId: phone.clientId, ...phone.claim() })).toEqual({
			kind: 'signed-out',
			why
		});
		await expect(phone.ask('pull', { cursors: { [FLOOD]: 0 } }, 300)).rejects.toThrow();
		await expect(ask(server.url, 'my-sessions', {}, own)).rejects.toThrow(/not-permitted/);
		const after = await writes('Bron håller');
		expect(heard(phone)).not.toContain(after);
	}
);

test('R10: a revoked device gets nobody in any more, and says so alike to its own person and to another', async () => {
	const { person, login } = await newcomer('tappad');
	const { sessions } = Sessions.parse(await asOffice('devices', {}));
	const tabletId = sessions.find(({ personId }) => personId === person.personId)?.tabletId;
	await asOffice('revoke-device', { tabletId });
	const { cookie } = person;
	for (const name of [login, 'asa.ek@provkoping.example']) {
		const message = { login: name, password: 'kajen ligger i lä 7' };
		await expect(ask(server.url, 'sign-in', message, { cookie })).rejects.toThrow(/device-revoked/);
	}
	await expect(signIn(server.url, login)).resolves.toMatchObject({ personId: person.personId });
});

test('R10: a right withdrawn is told by name, and no frame of that scope follows', async () => {
	const { person, phone } = await newcomer('observator');
	const before = await writes('Vattnet stiger');
	await until(() => heard(phone).includes(before));
	await office.do('access.give', { grantId: 'extra', personId: person.personId, as: 'reader', on: 'municipality' });
	await until(() => phone.rights.length > 0);
	const grantId = await grantOf(person.personId);
	const begun = performance.now();
	await office.do('access.withdraw', { grantId });
	const later = await writes('Hamngatan avstängd');
	await until(() => phone.rights.some(({ revoked }) => revoked.includes(FLOOD)), PROMISED_MS);
	process.stdout.write(`R10: right withdrawn, told within ${Math.round(performance.now() - begun)} ms\n`);
	expect(phone.rights.at(-1)?.scopes).not.toContain(FLOOD);
	expect(phone.rights.at(-1)?.revoked).toEqual([FLOOD]);
	expect([phone.cuts, heard(phone).includes(later)]).toEqual([0, false]);
	expect(await phone.rowsOf(FLOOD).catch(() => 'nothing')).toEqual([]);
	const { verdicts } = await phone.push([phone.entry('Jag skriver ändå')]);
	expect(verdicts).toMatchObject([{ refused: 'access.not-permitted', versions: {} }]);
});

/** The role on the flood that this person was given with their invitation. */
async function grantOf(personId: string): Promise<string> {
	const reply = (await office.ask('pull', { cursors: { access: 0 } })) as {
		frames: { rows: { table: string; body: string }[] }[];
	};
	const rows = reply.frames.flatMap((frame) => frame.rows).filter(({ table }) => table === 'grants');
	const grants = rows.map(({ body }) => JSON.parse(body) as { id: string; personId: string; on: string });
	return grants.find((grant) => grant.personId === personId && grant.on === FLOOD)?.id ?? '';
}
