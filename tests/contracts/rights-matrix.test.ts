// Every role, everywhere it can be given, and everyone who is nobody, with every message of the wire: decided by the table of rights, none by luck.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registry } from '#lib/features/registry.ts';
import { calls } from '#lib/server/auth/calls/index.server.ts';
import type { Frame, PullReply } from '#lib/sync/contract/index.ts';
import { claimOf, Hall } from '../support/hall.ts';
import type { HallLine } from '../support/hall-line.ts';
import { permitted, READING } from '../support/rights-oracle.ts';
import { CALLS, HARMLESS } from './rights-calls.ts';
import { letter } from './rights-letters.ts';
import { castOf, organisationsOf, roomsOf, type Member } from './rights-cast.ts';
import { deedsForAll, deedsIn, deedsWith, LAST_DEEDS, PLAN } from './rights-deeds.ts';
import { expectedAnswer, mayHear, NOT_PERMITTED } from './rights-answers.ts';

let hall: Hall;
let cast: readonly Member[];
/** Reads everything, and so hears of everyone who is present anywhere. */
let listener: HallLine;
let unverified: string;

beforeAll(async () => {
	hall = await Hall.open();
	await hall.script(PLAN);
	const everything = ['administrator', 'crisisLeadership'] as const;
	await hall.add(
		'lyssnaren',
		everything.map((as) => ({ as, on: 'municipality' }))
	);
	const tablet = await hall.newTablet();
	const alone = hall.line(`beredd-device=${tablet.token}`);
	await alone.greet('client-alone', {});
	await alone.push([['incident.start', { incidentId: 'cellar', kind: 'incident', title: 'Storm' }]]);
	unverified = `unverified:${tablet.id}`;
	cast = await castOf(hall);
	listener = await hall.meet(await hall.signIn('lyssnaren'));
});

afterAll(async () => {
	expect(hall.bugs).toEqual([]);
	await hall.close();
});

/** One scope of every kind, those of the member’s own corner, one that is not there, and kinds that no table knows. */
function scopesFor({ tag }: Member): readonly string[] {
	const own = [...roomsOf(tag).map((id) => `incident:${id}`), ...organisationsOf(tag).map((id) => `contacts:${id}`)];
	return ['open', 'municipality', 'access', unverified, ...own, 'incident:nowhere', 'committee:board', 'constructor:x'];
}

function everyone(check: (member: Member) => Promise<void> | void): Promise<void> {
	return cast.reduce(async (before, member) => {
		await before;
		await check(member);
	}, Promise.resolve());
}

test('the matrix has every kind of scope, every deed and every question that there is', async () => {
	const kinds = new Set([...(await hall.store.versions()).keys()].map((scope) => scope.replace(/:.*/, '')));
	expect([...kinds].sort()).toEqual(Object.keys(READING).sort());
	const deeds = [...deedsForAll('t'), ...deedsIn('t'), ...deedsWith('t')].map(({ name }) => name);
	expect([...deeds, ...LAST_DEEDS].sort()).toEqual(registry.mutators.map(({ name }) => name).sort());
	expect(Object.keys(CALLS).sort()).toEqual(Object.keys(calls).sort());
});

describe('hello and enrol', () => {
	test('welcome whoever is somebody to exactly what they may read, and everyone else in the same words', async () => {
		const all = [...(await hall.store.versions()).keys()];
		await everyone(({ who, welcome, ...member }) => {
			const scopes = all.filter((scope) => mayHear({ who, welcome, ...member }, scope));
			const why = who.endsWith('left') ? 'revoked' : 'ended';
			const expected = member.is === 'nobody' ? { kind: 'signed-out', why } : { kind: 'welcome', scopes, revoked: [] };
			expect({ who, welcome }).toMatchObject({ who, welcome: expected });
			if (member.is === 'nobody') expect(Object.keys(welcome as object)).toEqual(['kind', 'why']);
		});
	});

	test('give nobody the replica of another, nor say more of it than of one that is not theirs by any means', async () => {
		const [one, other] = cast.filter(({ is }) => is === 'person');
		if (!one?.staff || !other?.staff) throw new Error('The cast is empty');
		const { line, staff } = other;
		const theirs = `client-${one.tag}`;
		const again = hall.line(staff.cookie);
		const claim = claimOf(staff, again.id, theirs);
		expect(await again.ask('enrol', { clientId: theirs, ...claim })).toEqual({ kind: 'signed-out', why: 'ended' });
		expect(await again.hello(theirs, claim)).toEqual({ kind: 'signed-out', why: 'ended' });
		expect(await again.push([['access.changeMe', { title: 'Kapad' }]])).toBeUndefined();
		expect(line.ended).toBe(false);
	});
});

test('pull brings what they may read; what is not theirs and what is not there are the same silence', async () => {
	const existing = await hall.store.versions();
	await everyone(async (member) => {
		const asked = scopesFor(member);
		const cursors = Object.fromEntries(asked.map((scope) => [scope, 0]));
		const reply = (await member.line.ask('pull', { cursors })) as PullReply | undefined;
		const { who } = member;
		if (member.is === 'nobody') {
			expect({ who, reply }).toEqual({ who, reply: undefined });
			return;
		}
		const mine = asked.filter((scope) => existing.has(scope) && mayHear(member, scope));
		expect({ who, frames: reply?.frames.map(({ scope }) => scope) }).toEqual({ who, frames: mine });
		const others = [...existing.keys()].filter((scope) => !asked.includes(scope) && mayHear(member, scope));
		expect({ who, others: reply?.others, refill: reply?.refill }).toEqual({ who, others, refill: [] });
		const nowhere = JSON.stringify(await member.line.ask('pull', { cursors: { 'committee:board': 7 } }));
		for (const scope of asked.filter((one) => !mayHear(member, one))) {
			expect(JSON.stringify(await member.line.ask('pull', { cursors: { [scope]: 7 } }))).toBe(nowhere);
		}
	});
});

test('a page of a fill comes to whoever may read it, on their own device, and to nobody else', async () => {
	const existing = await hall.store.versions();
	await everyone(async (member) => {
		const { who, line, staff } = member;
		for (const scope of scopesFor(member)) {
			const request = { clientId: 'any', scope, limit: 10 };
			const cookie = staff?.cookie ?? line.cookie ?? '';
			const page = await hall.page(request, { cookie, ticket: line.ticket ?? '' });
			const mine = existing.has(scope) && mayHear(member, scope);
			expect({ who, scope, came: page !== undefined }).toEqual({ who, scope, came: mine });
			expect(await hall.page(request, { cookie: listener.cookie ?? '', ticket: line.ticket ?? '' })).toBeUndefined();
			expect(await hall.page(request, { cookie, ticket: listener.ticket ?? '' })).toBeUndefined();
		}
	});
});

test('presence is said where they may read, and heard by whoever may read there', async () => {
	await everyone((member) => {
		const { who, line } = member;
		for (const scope of scopesFor(member)) {
			listener.heard = [];
			line.heard = [];
			hall.desk.handle(line, 'presence', { scope, place: 'log' }, () => undefined);
			hall.desk.handle(listener, 'presence', { scope, place: 'log' }, () => undefined);
			const mine = listener.rooms.has(scope) && mayHear(member, scope);
			expect({ who, scope, said: listener.heard.length > 0 }).toEqual({ who, scope, said: mine });
			expect({ who, scope, heard: line.heard.length > 0 }).toEqual({ who, scope, heard: mine });
		}
	});
});

test('one commit in every scope at once reaches each line in its own scopes, and names no other', async () => {
	for (const { line } of cast) line.heard = [];
	const written = cast.flatMap(({ tag }) => [
		...roomsOf(tag).map((id): [string, object] => ['journal.classify', { entryId: `${id}.e`, type: 'in' }]),
		...organisationsOf(tag).map((id): [string, object] => ['roster.setBack', { memberId: `${id}.m` }])
	]);
	await hall.script([
		...written,
		['plan.putTerm', { id: 'ord', sv: 'lägesbild', definition: 'Så var det' }],
		['exercise.putTemplate', PLAN[1]?.[1] ?? {}],
		['access.addPerson', { personId: 'later', name: 'Senare', title: 'Ny' }]
	]);
	await hall.rest();
	const touched = [...(await hall.store.versions()).keys()].filter((scope) => scope !== unverified);
	await everyone((member) => {
		const { who, line } = member;
		const frames = line.heard.flatMap(({ event, message }) => (event === 'frame' ? [message as Frame] : []));
		const mine = touched.filter((scope) => mayHear(member, scope)).sort();
		expect({ who, scopes: frames.map(({ scope }) => scope).sort() }).toEqual({ who, scopes: mine });
		for (const frame of frames)
			expect({ who, with: Object.keys(frame.with ?? {}).sort() }).toEqual({ who, with: mine.length > 1 ? mine : [] });
	});
});

test('deliver takes what the author sealed, from their own device only, and judges it as the author’s', async () => {
	await everyone(async ({ who, tag, given, staff }) => {
		if (!staff) return;
		const rooms = roomsOf(tag);
		const clientId = `carried-${tag}`;
		await hall.store.enrol({ clientId, actor: { personId: tag, name: tag, role: '–' }, lastSeq: 0 }, 0);
		const letters = rooms.map((incidentId, index) => letter(staff, clientId, { seq: index + 1, incidentId }));
		const stranger = hall.line('beredd-device=unknown');
		for (const line of [stranger, listener])
			expect(await line.ask('deliver', { clientId, personId: tag, letters })).toEqual({});
		const tablet = hall.line(staff.cookie);
		expect(await tablet.ask('deliver', { clientId: 'client-lyssnaren', personId: tag, letters })).toEqual({});
		expect({ who, reply: await tablet.ask('deliver', { clientId, personId: tag, letters }) }).toEqual({
			who,
			reply: { judgedTo: 2 }
		});
		const taken = await Promise.all(rooms.map((id) => entryOf(id, `${id}.d`)));
		expect({ who, taken }).toEqual({
			who,
			taken: rooms.map((id) => given.some((one) => permitted(one, 'journal.write', `incident:${id}`)))
		});
	});
});

async function entryOf(incidentId: string, entryId: string): Promise<boolean> {
	const rows = await hall.store.snapshot((read) => read.rowsBelow(`incident:${incidentId}`, 1e9, 1_000));
	return rows.some(({ table, id }) => table === 'journalEntries' && id === entryId);
}

test('push of every deed, in their own place, beside it and where nothing is, is taken from whoever may and from nobody else', async () => {
	let judged = 0;
	await everyone(async (member) => {
		const { who, tag, line } = member;
		const [one, two] = roomsOf(tag);
		const [first, second] = organisationsOf(tag);
		const there = [...deedsIn(one), ...deedsIn(two), ...deedsWith(first), ...deedsWith(second), ...deedsForAll(tag)];
		const verdicts = await line.push(there.map(({ name, args }) => [name, args]));
		if (member.is === 'nobody') {
			expect({ who, verdicts }).toEqual({ who, verdicts: undefined });
			return;
		}
		for (const [index, deed] of there.entries()) {
			const refused = expectedAnswer(member, deed);
			expect({ who, ...deed, refused: verdicts?.[index]?.refused }).toEqual({ who, ...deed, refused });
			for (const scope of Object.keys(verdicts?.[index]?.versions ?? {}))
				expect(mayHear(member, scope) || scope.startsWith('unverified')).toBe(true);
		}
		// What is not there is refused in the same words as what is not theirs.
		const nowhere = [...deedsIn('nowhere'), ...deedsWith('nowhere')].filter(
			(deed) =>
				!member.given.some((given) => deed.action && permitted(given, deed.action, deed.on)) &&
				expectedAnswer(member, deed)
		);
		for (const verdict of (await line.push(nowhere.map(({ name, args }) => [name, args]))) ?? []) {
			expect({ who, ...verdict }).toEqual({ who, seq: verdict.seq, refused: NOT_PERMITTED, versions: {} });
		}
		judged += there.length + nowhere.length;
	});
	expect(judged).toBeGreaterThan(4_000);
});

test('every question over HTTP is answered to whoever may ask it; to all others it does not matter why not', async () => {
	await everyone(async (member) => {
		const { who, tag, line, staff } = member;
		const by = { cookie: staff?.cookie ?? line.cookie ?? '', ticket: line.ticket ?? '' };
		for (const [name, { asks, message }] of Object.entries(CALLS)) {
			// Who goes away by these is gone: signing out comes last, leaving is told by the account's own test.
			if (name === 'sign-out' || (name === 'leave' && member.is === 'person')) continue;
			const may =
				asks === 'anyone' ||
				(member.is === 'person' &&
					(asks === 'person' || member.given.some((one) => permitted(one, asks, 'municipality'))));
			const answer = await hall.call(name, message(tag), by);
			const code = answer.ok ? undefined : answer.code;
			expect({ who, name, code }).toEqual({ who, name, code: may ? HARMLESS[name] : NOT_PERMITTED });
			if (asks === 'anyone') continue;
			// With the ticket of another line, or on another device, they are nobody.
			const borrowed = await hall.call(name, message(tag), { cookie: by.cookie, ticket: listener.ticket ?? '' });
			const elsewhere = await hall.call(name, message(tag), { cookie: listener.cookie ?? '', ticket: by.ticket });
			const unknown = await hall.call('no-such-question', message(tag), by);
			for (const one of [borrowed, elsewhere, unknown]) expect(one).toEqual({ ok: false, code: NOT_PERMITTED });
		}
		const out = await hall.call('sign-out', {}, by);
		expect({ who, out: out.ok, ended: line.ended }).toEqual({
			who,
			out: member.is === 'person',
			ended: member.is === 'person'
		});
	});
});
