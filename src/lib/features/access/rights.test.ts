import { expect, test } from 'vitest';
import {
	inIncident,
	inMunicipality,
	may,
	mayRead,
	permitsNeed,
	RIGHTS,
	ROLES,
	type Action,
	type RoleName
} from './index.ts';

const AT = Date.parse('2026-11-25T13:05Z');

function holder(as: string, on = 'municipality', time: { from?: number; until?: number } = {}) {
	return { personId: 'p', name: 'Rut', role: 'Prövare', rights: [{ as, on, from: 0, ...time }] };
}

function rolesWith(action: Action): readonly RoleName[] {
	return ROLES.filter((role) => RIGHTS[role].includes(action));
}

test('only an administrator lets people in, changes the municipality and reads the record of who did what', () => {
	for (const action of ['access.manage', 'municipality.change', 'audit.read', 'read.access'] as const)
		expect(rolesWith(action)).toEqual(['administrator']);
});

test('an administrator of the system reads neither an incident nor a contact list by that role', () => {
	expect(mayRead(holder('administrator'), 'incident:flood', AT)).toBe(false);
	expect(mayRead(holder('administrator'), 'contacts:church', AT)).toBe(false);
	expect(mayRead(holder('administrator'), 'access', AT)).toBe(true);
});

test('a log keeper writes in the log, but neither decides a level nor ticks a card', () => {
	const keeper = holder('logKeeper');
	expect(may(keeper, 'journal.write', 'incident:flood', AT)).toBe(true);
	for (const action of ['incident.lead', 'card.work', 'incident.start', 'roster.write'] as const)
		expect(may(keeper, action, 'incident:flood', AT)).toBe(false);
});

test('the board and the readers write nothing', () => {
	for (const role of ['board', 'reader', 'supportMember'] as const)
		expect(RIGHTS[role].filter((action) => !action.startsWith('read.'))).toEqual([]);
});

test('a role given to 13:05 holds at 13:04:59.999 and not at 13:05', () => {
	const keeper = holder('logKeeper', 'municipality', { from: AT - 1_000, until: AT });
	expect(may(keeper, 'journal.write', 'incident:flood', AT - 1)).toBe(true);
	expect(may(keeper, 'journal.write', 'incident:flood', AT)).toBe(false);
	expect(may(keeper, 'journal.write', 'incident:flood', AT - 1_001)).toBe(false);
	expect(may(keeper, 'journal.write', 'incident:flood', AT - 1_000)).toBe(true);
});

test('the contact of one organisation writes in its list and in no other', () => {
	const contact = holder('organisationContact', 'contacts:church');
	expect(may(contact, 'contacts.write', 'contacts:church', AT)).toBe(true);
	expect(may(contact, 'contacts.write', 'contacts:redcross', AT)).toBe(false);
	expect(mayRead(contact, 'contacts:redcross', AT)).toBe(false);
	expect(mayRead(contact, 'municipality', AT)).toBe(true);
});

test('a role or an action that this version does not know permits nothing', () => {
	expect(permitsNeed(holder('emperor'), { action: 'journal.write', on: 'incident:flood' }, AT)).toBe(false);
	expect(permitsNeed(holder('administrator'), { action: 'toString', on: 'municipality' }, AT)).toBe(false);
	expect(mayRead(holder('crisisLeadership'), 'constructor:flood', AT)).toBe(false);
});

test('a device without a login reads what is open and what it has begun itself, whatever rights it claims', () => {
	const tablet = { ...holder('crisisLeadership'), personId: 'device:3' };
	expect(mayRead(tablet, 'open', AT)).toBe(true);
	expect(mayRead(tablet, 'unverified:3', AT)).toBe(true);
	for (const scope of ['unverified:33', 'municipality', 'incident:flood', 'access'])
		expect(mayRead(tablet, scope, AT)).toBe(false);
});

test('what a mutation needs is asked for in its own incident', () => {
	const context = { tx: {} as never, actor: holder('reader') };
	expect(inIncident('incident.lead')({ incidentId: 'flood' }, context)).toEqual([
		{ action: 'incident.lead', on: 'incident:flood' }
	]);
	expect(inMunicipality('plan.write')({}, context)).toEqual([{ action: 'plan.write', on: 'municipality' }]);
});
