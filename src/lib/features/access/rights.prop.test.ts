// Laws of the rights table, over every role, action and place: none is a list of what happens to stand there.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIONS, may, mayRead, RIGHTS, ROLES, Subject } from './index.ts';

const role = fc.constantFrom(...ROLES);
const action = fc.constantFrom(...ACTIONS);
const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const place = fc.oneof(
	fc.constant('municipality'),
	fc.tuple(fc.constantFrom('incident', 'contacts', 'committee'), word).map(([kind, id]) => `${kind}:${id}`)
);
const moment = fc.integer({ min: 0, max: 10_000 });
const right = fc.record({ as: role, on: place, from: moment, until: fc.option(moment, { nil: undefined }) });
const rights = fc.array(right, { maxLength: 5 });
const somewhere = fc.oneof(place, fc.constantFrom('open', 'access', 'unverified:3'));

test('nobody may what none of their roles gives', () => {
	fc.assert(
		fc.property(rights, action, somewhere, moment, (held, wanted, on, at) => {
			fc.pre(!held.some(({ as }) => RIGHTS[as].includes(wanted)));
			expect(may({ rights: held }, wanted, on, at)).toBe(false);
		})
	);
});

test('a role of the whole municipality permits in every place just what its line in the table says', () => {
	fc.assert(
		fc.property(role, action, somewhere, moment, (as, wanted, on, at) => {
			expect(may({ rights: [{ as, on: 'municipality', from: 0 }] }, wanted, on, at)).toBe(RIGHTS[as].includes(wanted));
		})
	);
});

test('a role of one incident never reaches another, nor a list, nor the whole', () => {
	fc.assert(
		fc.property(role, action, word, somewhere, moment, (as, wanted, id, on, at) => {
			fc.pre(on !== `incident:${id}` && wanted !== 'read.open' && wanted !== 'read.municipality');
			expect(may({ rights: [{ as, on: `incident:${id}`, from: 0 }] }, wanted, on, at)).toBe(false);
		})
	);
});

test('a role of one organisation never shows another’s list, an incident, or who has an account', () => {
	fc.assert(
		fc.property(role, word, somewhere, moment, (as, id, scope, at) => {
			fc.pre(![`contacts:${id}`, 'open', 'municipality'].includes(scope));
			const actor = { personId: 'p', name: 'P', role: 'P', rights: [{ as, on: `contacts:${id}`, from: 0 }] };
			expect(mayRead(actor, scope, at)).toBe(false);
		})
	);
});

test('one more role never takes anything away, and one fewer never gives', () => {
	fc.assert(
		fc.property(rights, right, action, somewhere, moment, (held, more, wanted, on, at) => {
			if (may({ rights: held }, wanted, on, at)) expect(may({ rights: [...held, more] }, wanted, on, at)).toBe(true);
		})
	);
});

test('before its first moment and from its last on, a role is as if it had never been given', () => {
	fc.assert(
		fc.property(rights, right, action, somewhere, moment, (held, ended, wanted, on, at) => {
			fc.pre(at < ended.from || (ended.until !== undefined && at >= ended.until));
			expect(may({ rights: [...held, ended] }, wanted, on, at)).toBe(may({ rights: held }, wanted, on, at));
		})
	);
});

test('whoever may do something in a place may also read that place', () => {
	const reading = { incident: 'read.incident', contacts: 'read.contacts' } as const;
	const done = { incident: ['journal.write', 'card.work', 'incident.lead'], contacts: ['contacts.write'] } as const;
	fc.assert(
		fc.property(role, fc.constantFrom('incident', 'contacts'), (as, kind) => {
			const does = done[kind].some((one) => RIGHTS[as].includes(one));
			if (does) expect(RIGHTS[as]).toContain(reading[kind]);
		})
	);
});

test('a place where a role can be given is the whole municipality or one scope of it, never who has an account', () => {
	fc.assert(
		fc.property(place, (on) => {
			expect(Subject.safeParse(on).success).toBe(true);
		})
	);
	for (const on of ['access', 'open', 'incident:', 'incident:*', 'unverified:3', 'incident:a incident:b'])
		expect(Subject.safeParse(on).success).toBe(false);
});
