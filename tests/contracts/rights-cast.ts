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
	readonly line: HallLine;
	readonly staff: Staff | undefined;
	/** The answer to their greeting. */
	readonly welcome: unknown;
}

export const roomsOf = (tag: string): readonly [string, string] => [`${tag}.one`, `${tag}.two`];
export const organisationsOf = (tag: string): readonly [string, string] => [`${tag}.o1`, `${tag}.o2`];

export async function castOf(hall: Hall): Promise<readonly Member[]> {
	const cast: Member[] = [];
	for (const as of ROLES) {
		for (const place of ['municipality', 'contacts', 'incident'] as const) {
			if (place === 'municipality' && NARROW_ROLES.includes(as)) continue;
			cast.push(await person(hall, `p${cast.length}`, { as, place }));
		}
		for (const state of STATES) {
			const place = NARROW_ROLES.includes(as) ? 'incident' : 'municipality';
			cast.push(await person(hall, `p${cast.length}`, { as, place, state }));
		}
	}
	return [...cast, ...(await nobodies(hall, cast))];
}

async function person(
	hall: Hall,
	tag: string,
	{
		as,
		place,
		state
	}: { as: Given['as']; place: 'municipality' | 'contacts' | 'incident'; state?: (typeof STATES)[number] }
): Promise<Member> {
	const places = { municipality: 'municipality', contacts: `contacts:${tag}.o1`, incident: `incident:${tag}.one` };
	const role = { as, on: places[place] };
	const times = { expired: { from: NOON - 2 * HOUR, until: NOON }, coming: { from: NOON + 1 } };
	await furnish(hall, tag);
	await hall.add(tag, [{ ...role, ...(state === 'expired' || state === 'coming' ? times[state] : {}) }]);
	// The last role that was given is this one.
	if (state === 'withdrawn') await hall.script([['access.withdraw', { grantId: hall.lastGrant }]]);
	const staff = await hall.signIn(tag);
	if (state === 'left') await hall.script([['access.leave', { personId: tag }]]);
	const line = hall.line(staff.cookie);
	const welcome = await line.greet(`client-${tag}`, claimOf(staff, line.id, `client-${tag}`));
	const given = state === undefined ? [role] : [];
	const is = state === 'left' ? 'nobody' : 'person';
	return { who: `${as} on ${place}${state ? `, ${state}` : ''}`, tag, is, given, line, staff, welcome };
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

async function nobodies(hall: Hall, cast: readonly Member[]): Promise<Member[]> {
	const { staff: other, line: elsewhere } = cast.find(({ is }) => is === 'person') ?? {};
	if (!other || !elsewhere) throw new Error('The cast is empty');
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
			[
				'a proof made on another line',
				cookie,
				(_, client) => claimOf({ ...other, session: own }, elsewhere.id, client)
			],
			['a proof made for another replica', cookie, (line) => claimOf({ ...other, session: own }, line.id, 'other')],
			['a device without login', cookie, () => ({})]
		];
	const members: Member[] = [];
	for (const [index, [who, given, claim]] of kinds.entries()) {
		const tag = `n${index}`;
		await furnish(hall, tag);
		const line = hall.line(given);
		const welcome = await line.greet(`client-${tag}`, claim(line, `client-${tag}`));
		const is = who === 'a device without login' ? 'device' : 'nobody';
		members.push({ who, tag, is, given: [], line, staff: undefined, welcome });
	}
	return members;
}
