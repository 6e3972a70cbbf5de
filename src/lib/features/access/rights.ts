// Who may what: one table that decides, and that the administration page shows as it stands.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';
import type { Actor, Need, Needs, Right, ScopeId } from '#lib/sync/contract/index.ts';

export const ROLES = [
	'administrator',
	'crisisLeadership',
	'dutyOfficer',
	'staffMember',
	'logKeeper',
	'calloutLeader',
	'organisationContact',
	'supportMember',
	'exerciseDirector',
	'evaluator',
	'board',
	'reader'
] as const;
export const RoleName = z.enum(ROLES);
export type RoleName = z.infer<typeof RoleName>;

export const ACTIONS = [
	'read.open',
	'read.municipality',
	'read.contacts',
	'read.incident',
	'read.unverified',
	'read.access',
	'plan.write',
	'roster.write',
	'contacts.write',
	'incident.start',
	'incident.lead',
	'incident.adopt',
	'journal.write',
	'card.work',
	'exercise.plan',
	'exercise.direct',
	'municipality.change',
	'access.manage',
	'audit.read'
] as const;
export type Action = (typeof ACTIONS)[number];

const READS_ALL_ROOMS = ['read.open', 'read.municipality', 'read.contacts', 'read.incident'] as const;
const READS_PLAN = ['read.open', 'read.municipality'] as const;
const WORKS_IN_ROOM = ['journal.write', 'card.work'] as const;

/** What each role permits where it is given; a role of one incident or one organisation permits it there only. */
export const RIGHTS: Readonly<Record<RoleName, readonly Action[]>> = {
	administrator: [
		...READS_PLAN,
		'read.access',
		'plan.write',
		'roster.write',
		'municipality.change',
		'access.manage',
		'audit.read'
	],
	crisisLeadership: [
		...READS_ALL_ROOMS,
		...WORKS_IN_ROOM,
		'read.unverified',
		'plan.write',
		'roster.write',
		'contacts.write',
		'incident.start',
		'incident.lead',
		'incident.adopt'
	],
	dutyOfficer: [
		...READS_ALL_ROOMS,
		...WORKS_IN_ROOM,
		'read.unverified',
		'contacts.write',
		'incident.start',
		'incident.lead',
		'incident.adopt'
	],
	staffMember: [...READS_PLAN, 'read.incident', ...WORKS_IN_ROOM, 'incident.start'],
	logKeeper: [...READS_PLAN, 'read.incident', 'journal.write'],
	calloutLeader: [...READS_ALL_ROOMS, 'journal.write', 'roster.write', 'contacts.write'],
	organisationContact: [...READS_PLAN, 'read.contacts', 'contacts.write'],
	supportMember: [...READS_PLAN],
	exerciseDirector: [
		...READS_PLAN,
		'read.incident',
		...WORKS_IN_ROOM,
		'incident.lead',
		'exercise.plan',
		'exercise.direct'
	],
	evaluator: [...READS_PLAN, 'read.incident', 'journal.write'],
	board: ['read.open', 'read.incident'],
	reader: [...READS_PLAN]
};

/** Where a role can be given: everywhere in the municipality, or in one scope. */
export const Subject = z.union([
	z.literal('municipality'),
	z.string().check(z.regex(/^(contacts|committee|incident):[A-Za-z0-9][A-Za-z0-9_.:-]{0,95}$/))
]);

export const Grant = z.object({
	id: Id,
	personId: Id,
	as: RoleName,
	on: Subject,
	from: Instant,
	until: z.optional(Instant),
	givenBy: z.string(),
	givenAt: Instant
});
export type Grant = z.infer<typeof Grant>;

/** These roles are about one thing only, and say so when someone gives them everywhere. */
export const NARROW_ROLES: readonly RoleName[] = ['organisationContact', 'board'];

/** For the installation's own scripts, which build a beginning in the name of its people. */
export const EVERY_RIGHT: readonly Right[] = ROLES.map((as) => ({ as, on: 'municipality', from: 0 }));

/** What everyone who is known may read whatever their role is bound to: the plan, and what the municipality shares within. */
const SHARED: readonly Action[] = ['read.open', 'read.municipality'];

/**
 * Whether `actor` may do `action` in the scope `on` at the moment `at`.
 *
 * Shapes:  a role given on `municipality` holds in every scope; one given on a scope holds in that scope, and gives
 *          besides what is shared by all that the role may read.
 * Units:   `from` is the first moment at which it holds, `until` the first at which it does not.
 * Errors:  none; a role or a kind of scope that this build does not know permits nothing.
 */
export function may(actor: Pick<Actor, 'rights'>, action: Action, on: ScopeId, at: Instant): boolean {
	return (actor.rights ?? []).some((right) => holds(right, at) && permits(right, action, on));
}

function holds({ from, until = Infinity }: Right, at: Instant): boolean {
	return from <= at && at < until;
}

function permits(right: Right, action: Action, on: ScopeId): boolean {
	const role = RoleName.safeParse(right.as);
	if (!role.success || !RIGHTS[role.data].includes(action)) return false;
	return right.on === 'municipality' || right.on === on || SHARED.includes(action);
}

const KINDS: Readonly<Record<string, Action>> = {
	open: 'read.open',
	municipality: 'read.municipality',
	contacts: 'read.contacts',
	incident: 'read.incident',
	unverified: 'read.unverified',
	access: 'read.access'
};

/** Whether `actor` may see the rows of `scope`; a kind of scope that is not listed here is seen by nobody. */
export function mayRead(actor: Actor, scope: ScopeId, at: Instant): boolean {
	const [kind = ''] = scope.split(':');
	if (isDevice(actor)) return scope === 'open' || scope === unverifiedScope(actor.personId);
	const action = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
	return action !== undefined && may(actor, action, scope, at);
}

/** For the registry: decides a mutation's needs by the same table. */
export function permitsNeed(actor: Actor, { action, on }: Need, at: Instant): boolean {
	if (isDevice(actor)) return WITHOUT_LOGIN.includes(action) && on === unverifiedScope(actor.personId);
	const known = ACTIONS.find((one) => one === action);
	return known !== undefined && may(actor, known, on, at);
}

/** A device acts in its own name before anyone has signed in, and sees and writes only what it has begun itself. */
const DEVICE = 'device:';
/** Nothing else: neither to take over what it has begun, nor to put it aside. */
const WITHOUT_LOGIN: readonly string[] = ['incident.start', 'journal.write'];

/** A device as it stands in what it writes, in the language of the municipality. */
export function deviceActor({ id, name }: { readonly id: string; readonly name: string }): Actor {
	return { personId: deviceActorId(id), name, role: 'Utan inloggning' };
}

export function isDevice({ personId }: Pick<Actor, 'personId'>): boolean {
	return personId.startsWith(DEVICE);
}

export function deviceActorId(deviceId: string): string {
	return DEVICE + deviceId;
}

/** Where lies what a device has written without a login, until a leader takes it over. */
export function unverifiedScope(devicePersonId: string): ScopeId {
	return `unverified:${devicePersonId.slice(DEVICE.length)}`;
}

/** `needs` of what is done for the whole municipality. */
export function inMunicipality(action: Action): Needs<unknown> {
	return () => [{ action, on: 'municipality' }];
}

/** `needs` of what is done in the room of one incident or exercise. */
export function inIncident(action: Action): Needs<{ incidentId: string }> {
	return ({ incidentId }) => [{ action, on: `incident:${incidentId}` }];
}
