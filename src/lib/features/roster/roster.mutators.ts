import * as z from 'zod/mini';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { defineMutator } from '#lib/sync/contract/index.ts';
import { Away, Member, Organisation } from './roster.ts';
import { members, organisations } from './roster.tables.ts';

export const putOrganisation = defineMutator({
	name: 'roster.putOrganisation',
	args: Organisation,
	async run({ tx }, organisation) {
		await tx.put(organisations, organisation);
		return ok(undefined);
	}
});

const Contact = z.pick(Member, {
	organisationId: true,
	givenName: true,
	familyName: true,
	skills: true,
	languages: true,
	mobile: true,
	email: true,
	note: true
});
export type Contact = z.infer<typeof Contact>;
const CONTACT_PERSONAL = ['givenName', 'familyName', 'mobile', 'email', 'note'] as const;

export const addMember = defineMutator({
	name: 'roster.addMember',
	args: z.extend(Contact, { memberId: Id }),
	personal: CONTACT_PERSONAL,
	async run({ tx }, { memberId, ...contact }) {
		if (!(await tx.get(organisations, contact.organisationId))) return refuse('roster.no-such-organisation');
		if (await tx.get(members, memberId)) return refuse('roster.already-there');
		await tx.put(members, { ...contact, id: memberId });
		return ok(undefined);
	}
});

/** Writes a member's contact anew. A changed number is no longer verified. */
export const changeMember = defineMutator({
	name: 'roster.changeMember',
	args: z.extend(Contact, { memberId: Id }),
	personal: CONTACT_PERSONAL,
	async run({ tx }, { memberId, ...contact }) {
		const before = await tx.get(members, memberId);
		if (!before) return refuse('roster.no-such-member');
		if (!(await tx.get(organisations, contact.organisationId))) return refuse('roster.no-such-organisation');
		const { numberVerifiedAt, numberVerifiedBy, away } = before;
		const verified = before.mobile === contact.mobile ? { numberVerifiedAt, numberVerifiedBy } : {};
		await tx.put(members, { ...contact, id: memberId, away, ...verified });
		return ok(undefined);
	}
});

export const removeMember = defineMutator({
	name: 'roster.removeMember',
	args: z.strictObject({ memberId: Id }),
	async run({ tx }, { memberId }) {
		if (!(await tx.get(members, memberId))) return refuse('roster.no-such-member');
		await tx.remove(members, memberId);
		return ok(undefined);
	}
});

export const setAway = defineMutator({
	name: 'roster.setAway',
	args: z.strictObject({ memberId: Id, note: Away.shape.note }),
	personal: ['note'],
	async run({ tx, at }, { memberId, note }) {
		const member = await tx.get(members, memberId);
		if (!member) return refuse('roster.no-such-member');
		await tx.put(members, { ...member, away: { since: at, note } });
		return ok(undefined);
	}
});

export const setBack = defineMutator({
	name: 'roster.setBack',
	args: z.strictObject({ memberId: Id }),
	async run({ tx }, { memberId }) {
		const member = await tx.get(members, memberId);
		if (!member) return refuse('roster.no-such-member');
		await tx.put(members, { ...member, away: undefined });
		return ok(undefined);
	}
});

/** Someone has reached the member on the number that stands there. */
export const verifyNumber = defineMutator({
	name: 'roster.verifyNumber',
	args: z.strictObject({ memberId: Id }),
	async run({ tx, actor, at }, { memberId }) {
		const member = await tx.get(members, memberId);
		if (!member) return refuse('roster.no-such-member');
		await tx.put(members, { ...member, numberVerifiedAt: at, numberVerifiedBy: actor.name });
		return ok(undefined);
	}
});
