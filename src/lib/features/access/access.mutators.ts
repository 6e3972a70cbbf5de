import * as z from 'zod/mini';
import { Id, Instant, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { defineMutator, type MutationContext } from '#lib/sync/contract/index.ts';
import {
	leavesAnAdministrator,
	PersonChanges,
	PersonFields,
	withChanges,
	withoutNumbers,
	isPassing
} from './access.ts';
import { grants, people } from './access.tables.ts';
import { inMunicipality, NARROW_ROLES, RoleName, Subject, type Grant } from './rights.ts';

const PERSONAL = ['name', 'email', 'phone'] as const;

export const addPerson = defineMutator({
	name: 'access.addPerson',
	args: z.extend(PersonFields, { personId: Id }),
	personal: PERSONAL,
	needs: inMunicipality('access.manage'),
	async run({ tx, at }, { personId, ...fields }) {
		if (await tx.get(people, personId)) return refuse('access.already-there');
		await tx.put(people, { ...withoutNumbers(fields, at), id: personId, addedAt: at });
		return ok(undefined);
	}
});

export const changePerson = defineMutator({
	name: 'access.changePerson',
	args: z.extend(PersonChanges, { personId: Id }),
	personal: PERSONAL,
	needs: inMunicipality('access.manage'),
	run: (context, { personId, ...changes }) => change(context, personId, changes)
});

/** What everyone may change of themselves. Their row is not on their own device, so the server alone answers. */
export const changeMe = defineMutator({
	name: 'access.changeMe',
	args: z.omit(PersonChanges, { organisationId: true }),
	personal: PERSONAL,
	optimistic: false,
	needs: () => [],
	run: (context, changes) =>
		isPassing(context.actor.personId)
			? Promise.resolve(refuse('access.not-permitted'))
			: change(context, context.actor.personId, changes)
});

async function change({ tx, at }: MutationContext, personId: string, changes: PersonChanges): Promise<Result<void>> {
	const person = await tx.get(people, personId);
	if (!person || person.leftAt !== undefined) return refuse('access.no-such-person');
	await tx.put(people, withChanges(person, withoutNumbers(changes, at)));
	return ok(undefined);
}

/** Gives a role. What is given must hold on the server before anyone is told so. */
export const giveRole = defineMutator({
	name: 'access.give',
	args: z.strictObject({
		grantId: Id,
		personId: Id,
		as: RoleName,
		on: Subject,
		/** From now on, unless another time is given. */
		from: z.optional(Instant),
		until: z.optional(Instant)
	}),
	optimistic: false,
	needs: inMunicipality('access.manage'),
	async run({ tx, actor, at }, { grantId, personId, from = at, until, ...role }) {
		const person = await tx.get(people, personId);
		if (!person || person.leftAt !== undefined) return refuse('access.no-such-person');
		if (NARROW_ROLES.includes(role.as) && role.on === 'municipality') return refuse('access.role-needs-place');
		if (until !== undefined && until <= from) return refuse('access.over-before-begun');
		if (await tx.get(grants, grantId)) return refuse('access.already-there');
		await tx.put(grants, { ...role, id: grantId, personId, from, until, givenBy: actor.name, givenAt: at });
		return ok(undefined);
	}
});

export const withdrawRole = defineMutator({
	name: 'access.withdraw',
	args: z.strictObject({ grantId: Id }),
	optimistic: false,
	needs: inMunicipality('access.manage'),
	async run(context, { grantId }) {
		const grant = await context.tx.get(grants, grantId);
		if (!grant) return refuse('access.no-such-role');
		return removeGrants(context, [grant]);
	}
});

/** Someone leaves: their roles go, and they can sign in no more. */
export const leave = defineMutator({
	name: 'access.leave',
	args: z.strictObject({ personId: Id }),
	optimistic: false,
	needs: ({ personId }, { actor }) =>
		personId === actor.personId ? [] : [{ action: 'access.manage', on: 'municipality' }],
	async run(context, { personId }) {
		const person = await context.tx.get(people, personId);
		if (!person) return refuse('access.no-such-person');
		const removed = await removeGrants(context, await context.tx.list(grants, 'personId', personId));
		if (!removed.ok) return removed;
		await context.tx.put(people, { ...person, leftAt: context.at });
		return ok(undefined);
	}
});

/** Someone leaves and wants nothing kept but their name in what they wrote, which the law keeps. */
export const eraseMe = defineMutator({
	name: 'access.eraseMe',
	args: z.strictObject({}),
	optimistic: false,
	needs: () => [],
	async run(context) {
		const { tx, actor, at } = context;
		const person = await tx.get(people, actor.personId);
		if (!person) return refuse('access.no-such-person');
		const removed = await removeGrants(context, await tx.list(grants, 'personId', actor.personId));
		if (!removed.ok) return removed;
		const { email: _, phone: _phone, ...kept } = person;
		await tx.put(people, { ...kept, leftAt: at });
		return ok(undefined);
	}
});

/** Removes roles, but never the last one that can give any: nobody could let anyone in again. */
async function removeGrants({ tx, at }: MutationContext, gone: readonly Grant[]): Promise<Result<void>> {
	const ids = new Set(gone.map(({ id }) => id));
	if (gone.some(({ as }) => as === 'administrator')) {
		const all = await tx.list(grants, 'as', 'administrator');
		if (!leavesAnAdministrator(all, ids, at)) return refuse('access.last-administrator');
	}
	for (const id of ids) await tx.remove(grants, id);
	return ok(undefined);
}
