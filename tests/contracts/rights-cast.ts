// Everyone in the matrix of rights: each role in each place, each way in which a right is not there, and those who are nobody.
import { NARROW_ROLES, ROLES } from '#lib/features/access/index.ts';
import { claimOf, NOON, type Given, type Hall, type Staff } from '../support/hall.ts';
import type { HallLine } from '../support/hall-line.ts';
import { furnished } from './rights-deeds.ts';

const HOUR = 3_600_000;
const STATES = ['expired', 'coming', 'withdrawn', 'left'] as const;

export interface Member {
	/** As the failing test says it. */
	readonly who: string;
	/** Their own corner of the municipality: two incidents and two organisations that nobody else’s role is given on. */
	readonly tag: string;
	readonly is: 'person' | 'device' | 'nobody';
	/** What holds just now. */
	readonly given: readonly Given[];
	readonly staff: Staff | undefined;
	readonly line: HallLine;
	/** The answer to their greeting. */
	readonly welcome: unknown;
}

/** Somebody who has not been greeted yet. */
interface Coming extends Omit<Member, 'line' | 'welcome'> {
	readonly cookie: string | undefined;
	readonly claim: (line: HallLine, clientId: string) => object;
}

export const roomsOf = (tag: string): readonly [string, string] => [`${tag}.one`, `${tag}.two`];
export const organisationsOf = (tag: string): readonly [string, string] => [`${tag}.o1`, `${tag}.o2`];

export async function castOf(hall: Hall): Promise<readonly Member[]> {
	const people: Coming[] = [];
	for (const as of ROLES) {
		for (const place of ['municipality', 'contacts', 'incident'] as const) {
			if (place === 'municipality' && NARROW_ROLES.includes(as)) continue;
			people.push(await person(hall, `p${people.length}`, { as, place }));
		}
		for (const state of STATES) {
			const place = NARROW_ROLES.includes(as) ? 'incident' : 'municipality';
			people.push(await person(hall, `p${people.length}`, { as, place, state }));
		}
	}
	const cast: Member[] = [];
	// Nobody is greeted before everything is there.
	for (const { cookie, claim, ...member } of [...people, ...(await nobodies(hall, people))]) {
		const line = hall.line(cookie);
		const clientId = `client-${member.tag}`;
		cast.push({ ...member, line, welcome: await line.greet(clientId, claim(line, clientId)) });
	}
	return cast;
}

async function person(
	hall: Hall,
	tag: string,
	{
		as,
		place,
		state
	}: { as: Given['as']; place: 'municipality' | 'contacts' | 'incident'; state?: (typeof STATES)[number] }
): Promise<Coming> {
	const places = { municipality: 'municipality', contacts: `contacts:${tag}.o1`, incident: `incident:${tag}.one` };
	const role = { as, on: places[place] };
	const times = { expired: { from: NOON - 2 * HOUR, until: NOON }, coming: { from: NOON + 1 } };
	await furnish(hall, tag);
	await hall.add(tag, [{ ...role, ...(state === 'expired' || state === 'coming' ? times[state] : {}) }]);
	// The last role that was given is this one.
	if (state === 'withdrawn') await hall.script([['access.withdraw', { grantId: hall.lastGrant }]]);
	const staff = await hall.signIn(tag);
	if (state === 'left') await hall.script([['access.leave', { personId: tag }]]);
	const given = state === undefined ? [role] : [];
	const is = state === 'left' ? 'nobody' : 'person';
	const claim = (line: HallLine, clientId: string): object => claimOf(staff, line.id, clientId);
	return { who: `${as} on ${place}${state ? `, ${state}` : ''}`, tag, is, given, staff, cookie: staff.cookie, claim };
}

/** What stands in somebody’s corner. */
async function furnish(hall: Hall, tag: string): Promise<void> {
	const [one, two] = roomsOf(tag);
	const [first, second] = organisationsOf(tag);
	await hall.script([
		...furnished(one, first),
		...furnished(two, second),
		['access.addPerson', { personId: `${tag}.other`, name: 'Annan', title: 'Annan' }],
		['access.give', { grantId: `${tag}.grant`, personId: `${tag}.other`, as: 'reader', on: 'municipality' }]
	]);
}

async function nobodies(hall: Hall, people: readonly Coming[]): Promise<Coming[]> {
	const { staff: other } = people.find(({ is }) => is === 'person') ?? {};
	if (!other) throw new Error('The cast is empty');
	const tablet = await hall.newTablet();
	const cookie = `beredd-device=${tablet.token}`;
	const own = (await hall.signIn('p0', tablet)).session;
	const unknown = 'beredd-device=unknown';
	const kinds: readonly [who: string, cookie: string | undefined, claim: (line: HallLine, client: string) => object][] =
		[
			['a stranger without a cookie', undefined, () => ({})],
			['a stranger with a cookie of their own making', unknown, () => ({})],
			['a device without a session, with an invented one', cookie, () => ({ session: 'invented', proof: 'invented' })],
			['a device with another person’s session', cookie, (line, client) => claimOf(other, line.id, client)],
			['the session without a proof', cookie, () => ({ session: own })],
			['a proof made on another line', cookie, (_, client) => claimOf({ ...other, session: own }, 'line-1', client)],
			['a proof made for another replica', cookie, (line) => claimOf({ ...other, session: own }, line.id, 'other')],
			['a device without login', cookie, () => ({})]
		];
	const members: Coming[] = [];
	for (const [index, [who, cookieOf, claim]] of kinds.entries()) {
		const tag = `n${index}`;
		await furnish(hall, tag);
		const is = who === 'a device without login' ? 'device' : 'nobody';
		members.push({ who, tag, is, given: [], staff: undefined, cookie: cookieOf, claim });
	}
	return members;
}
