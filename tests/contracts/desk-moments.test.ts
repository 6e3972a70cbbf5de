// Rights change between a question and its answer: whatever the moment, nobody keeps what they have lost.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Sessions } from '#lib/server/auth/sessions.server.ts';
import type { Frame, PushReply, Welcome } from '#lib/sync/contract/index.ts';
import { claimOf, Hall, type Staff } from '../support/hall.ts';
import type { HallLine } from '../support/hall-line.ts';

const FLOOD = 'incident:flood';

let hall: Hall;
let bo: Staff;

beforeEach(async () => {
	hall = await Hall.open();
	await hall.script([['incident.start', { incidentId: 'flood', kind: 'incident', title: 'Översvämning' }]]);
	await hall.add('chef', [{ as: 'administrator', on: 'municipality' }]);
	await hall.add('bo', [{ as: 'staffMember', on: FLOOD }]);
	bo = await hall.signIn('bo');
});

afterEach(async () => {
	vi.restoreAllMocks();
	expect(hall.bugs).toEqual([]);
	await hall.close();
});

const withdrawal = (): [string, object] => ['access.withdraw', { grantId: hall.lastGrant }];
const entry = (entryId: string): [string, object] => [
	'journal.add',
	{ entryId, incidentId: 'flood', text: 'Vattnet stiger', happenedAt: 1 }
];

function heardRows(line: HallLine): string[] {
	const frames = line.heard.flatMap(({ event, message }) => (event === 'frame' ? [message as Frame] : []));
	return frames.flatMap(({ rows }) => rows.map(({ id }) => id));
}

/** Calls `between` once, after the store has been asked for this replica, or for its scopes, and before the answer is used. */
function whileGreeting(between: () => Promise<void>, asking: 'device' | 'versions' = 'device'): void {
	const { store } = hall;
	const [device, versions] = [store.device.bind(store), store.versions.bind(store)];
	if (asking === 'device') {
		vi.spyOn(store, 'device').mockImplementationOnce(async (clientId) => {
			const found = await device(clientId);
			await between();
			return found;
		});
	} else {
		vi.spyOn(store, 'versions').mockImplementationOnce(async () => {
			const found = await versions();
			await between();
			return found;
		});
	}
}

test('a right withdrawn while its person is being greeted is not in the greeting, and no row comes after it', async () => {
	const line = hall.line(bo.cookie);
	const claim = claimOf(bo, line.id, 'phone');
	await line.ask('enrol', { clientId: 'phone', ...claim });
	whileGreeting(() => hall.script([withdrawal()]));
	const welcome = (await line.hello('phone', claim)) as Welcome;
	expect(welcome.scopes).toEqual([]);
	expect(welcome.actor.rights).toEqual([]);
	await hall.script([entry('later')]);
	await hall.rest();
	expect(heardRows(line)).toEqual([]);
});

test('a scope that begins while somebody is being greeted is theirs at once', async () => {
	await hall.add('eva', [{ as: 'dutyOfficer', on: 'municipality' }]);
	const eva = await hall.signIn('eva');
	const line = hall.line(eva.cookie);
	const claim = claimOf(eva, line.id, 'phone');
	await line.ask('enrol', { clientId: 'phone', ...claim });
	whileGreeting(
		() => hall.script([['incident.start', { incidentId: 'storm', kind: 'incident', title: 'Storm' }]]),
		'versions'
	);
	expect(((await line.hello('phone', claim)) as Welcome).scopes).toContain('incident:storm');
	expect(line.rooms.has('incident:storm')).toBe(true);
});

test('a row written in the same commit as the withdrawal, after it, does not come any more', async () => {
	const line = await hall.meet(bo);
	await hall.script([entry('before'), withdrawal(), entry('after')]);
	await hall.script([entry('later')]);
	await hall.rest();
	expect(heardRows(line)).toEqual([]);
	expect(line.heard.at(-1)).toMatchObject({ event: 'scopes', message: { revoked: [FLOOD], scopes: [], rights: [] } });
});

test('what is pushed before a withdrawal and judged after it is judged without the right', async () => {
	const line = await hall.meet(bo);
	let first: PushReply | undefined;
	const write = hall.store.write.bind(hall.store);
	vi.spyOn(hall.store, 'write').mockImplementationOnce((work) => {
		// The withdrawal is on its way to disk: what comes now waits for the next commit.
		hall.desk.handle(
			line,
			'push',
			{ mutations: [{ seq: 1, name: entry('x')[0], args: entry('x')[1], at: 1 }] },
			(reply) => {
				first = reply as PushReply;
			}
		);
		return write(work);
	});
	await hall.script([withdrawal()]);
	await hall.rest();
	expect(first?.verdicts).toEqual([{ seq: 1, refused: 'access.not-permitted', versions: {} }]);
});

test('a line that is gone before it was greeted is not kept, and its ticket neither', async () => {
	const line = hall.line(bo.cookie);
	const claim = claimOf(bo, line.id, 'phone');
	await line.ask('enrol', { clientId: 'phone', ...claim });
	whileGreeting(() => {
		line.end();
		return Promise.resolve();
	});
	const { ticket = '' } = (await line.hello('phone', claim)) as { ticket?: string };
	expect(hall.desk.devices).toBe(0);
	expect(await hall.frontDesk.holderOf({ cookie: bo.cookie, ticket })).toBeUndefined();
});

test('a session revoked while its person is being greeted ends the line, or is never welcome', async () => {
	const line = hall.line(bo.cookie);
	const claim = claimOf(bo, line.id, 'phone');
	await line.ask('enrol', { clientId: 'phone', ...claim });
	line.end();
	const again = hall.line(bo.cookie);
	vi.spyOn(Sessions.prototype, 'seen').mockImplementationOnce(async (id) => {
		await new Sessions(hall.store.db, () => hall.clock).end({ id }, true);
	});
	const reply = await again.hello('phone', claimOf(bo, again.id, 'phone'));
	expect(reply).toEqual({ kind: 'signed-out', why: 'revoked' });
	expect(hall.desk.devices).toBe(0);
});

test('a line that says who it is once more and is refused is nobody from then on', async () => {
	const line = await hall.meet(bo);
	expect(line.rooms).toEqual(new Set([FLOOD]));
	const { ticket = '' } = line;
	expect(await line.hello('client-bo', { session: bo.session, proof: 'wrong' })).toMatchObject({ kind: 'signed-out' });
	expect([line.rooms.size, hall.desk.devices]).toEqual([0, 0]);
	expect(await line.push([entry('x')])).toBeUndefined();
	expect(await hall.frontDesk.holderOf({ cookie: bo.cookie, ticket })).toBeUndefined();
});

test('a right that is given for less time than between two looks at the clock ends all the same', async () => {
	await hall.add('eva', [{ as: 'evaluator', on: FLOOD, from: hall.clock, until: hall.clock + 500 }]);
	const line = await hall.meet(await hall.signIn('eva'));
	expect(line.rooms).toEqual(new Set([FLOOD]));
	await hall.pass(2_000);
	expect(line.rooms).toEqual(new Set());
	expect(line.heard.at(-1)).toMatchObject({ event: 'scopes', message: { revoked: [FLOOD] } });
});

test('a right that begins by itself opens its scopes by itself', async () => {
	await hall.add('eva', [{ as: 'evaluator', on: FLOOD, from: hall.clock + 60_000 }]);
	const line = await hall.meet(await hall.signIn('eva'));
	await hall.pass(59_000);
	expect(line.rooms.size).toBe(0);
	await hall.pass(2_000);
	expect(line.rooms).toEqual(new Set([FLOOD]));
});

test('the last administrator stays, though another one is to begin some day', async () => {
	await hall.add('next', [{ as: 'administrator', on: 'municipality', from: hall.clock + 1e9 }]);
	await expect(hall.script([['access.leave', { personId: 'chef' }]])).rejects.toThrow('access.last-administrator');
});
