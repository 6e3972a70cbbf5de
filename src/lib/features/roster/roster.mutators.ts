import * as z from 'zod/mini';
import { inMunicipality } from '#lib/features/access/index.ts';
import { Id, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { withoutIdentityNumbers } from '#lib/privacy/index.ts';
import { defineMutator, type MutationTx, type Need } from '#lib/sync/contract/index.ts';
import { areFewWords, Away, Contact, ContactChanges, dialNumber, Member, Organisation, withChanges } from './roster.ts';
import { members, organisations } from './roster.tables.ts';

function toWriteContacts(organisationId: string): Need {
	return { action: 'contacts.write', on: `contacts:${organisationId}` };
}

/** For a change of a member: their list is that of the organisation which lends them. */
async function ofMember(tx: MutationTx, memberId: string): Promise<Need[]> {
	const member = await tx.get(members, memberId);
	return member ? [toWriteContacts(member.organisationId)] : [{ action: 'contacts.write', on: 'municipality' }];
}

export const putOrganisation = defineMutator({
	name: 'roster.putOrganisation',
	args: Organisation,
	needs: inMunicipality('roster.write'),
	async run({ tx }, organisation) {
		await tx.put(organisations, organisation);
		return ok(undefined);
	}
});

const CONTACT_PERSONAL = ['givenName', 'familyName', 'mobile', 'email', 'note'] as const;

export const addMember = defineMutator({
	name: 'roster.addMember',
	args: z.extend(Contact, { memberId: Id }),
	personal: CONTACT_PERSONAL,
	needs: ({ organisationId }) => [toWriteContacts(organisationId)],
	async run({ tx, at }, { memberId, ...given }) {
		const contact = cleaned(given, at);
		if (!haveFewWords(contact)) return refuse('roster.too-many-words');
		const fits = await contactFits(tx, contact);
		if (!fits.ok) return fits;
		if (await tx.get(members, memberId)) return refuse('roster.already-there');
		await tx.put(members, { ...contact, id: memberId });
		return ok(undefined);
	}
});

/** Changes the fields given and no other; a changed number is no longer verified, and a new organisation takes the member over. */
export const changeMember = defineMutator({
	name: 'roster.changeMember',
	args: z.extend(ContactChanges, { memberId: Id }),
	personal: CONTACT_PERSONAL,
	needs: async ({ memberId, organisationId }, { tx }) => [
		...(await ofMember(tx, memberId)),
		...(organisationId === undefined ? [] : [toWriteContacts(organisationId)])
	],
	async run({ tx, at }, { memberId, ...given }) {
		const changes = cleaned(given, at);
		const member = await tx.get(members, memberId);
		if (!member) return refuse('roster.no-such-member');
		if (!haveFewWords(changes)) return refuse('roster.too-many-words');
		const changed = withChanges(member, changes);
		const fits = await contactFits(tx, changed);
		if (!fits.ok) return fits;
		await tx.put(members, changed);
		return ok(undefined);
	}
});

const FREE_TEXTS = ['givenName', 'familyName', 'note', 'skills', 'languages'] as const;

/** No identity number is stored, from whatever form or older build it comes. */
function cleaned<C extends ContactChanges>(contact: C, at: number): C {
	const clean = (text: string): string => withoutIdentityNumbers(text, at).text;
	const texts = FREE_TEXTS.flatMap((field) => {
		const text = contact[field];
		return text ? [[field, typeof text === 'string' ? clean(text) : text.map(clean)] as const] : [];
	});
	return { ...contact, ...Object.fromEntries(texts) };
}

function haveFewWords({ skills = [], languages = [] }: Pick<ContactChanges, 'skills' | 'languages'>): boolean {
	return areFewWords(skills) && areFewWords(languages);
}

async function contactFits(
	tx: MutationTx,
	{ organisationId, mobile }: Pick<Contact, 'organisationId' | 'mobile'>
): Promise<Result<void>> {
	if (!(await tx.get(organisations, organisationId))) return refuse('roster.no-such-organisation');
	return Member.shape.mobile.safeParse(mobile).success ? ok(undefined) : refuse('roster.phone-unreadable');
}

export const removeMember = defineMutator({
	name: 'roster.removeMember',
	args: z.strictObject({ memberId: Id }),
	needs: ({ memberId }, { tx }) => ofMember(tx, memberId),
	async run({ tx }, { memberId }) {
		if (!(await tx.get(members, memberId))) return refuse('roster.no-such-member');
		await tx.remove(members, memberId);
		return ok(undefined);
	}
});

/** Marks a member as away, from now unless another time is given. */
export const setAway = defineMutator({
	name: 'roster.setAway',
	args: z.strictObject({ memberId: Id, ...z.partial(Away).shape }),
	personal: ['note'],
	needs: ({ memberId }, { tx }) => ofMember(tx, memberId),
	async run({ tx, at }, { memberId, since = at, until, note }) {
		const member = await tx.get(members, memberId);
		if (!member) return refuse('roster.no-such-member');
		const why = note === undefined ? undefined : withoutIdentityNumbers(note, at).text;
		await tx.put(members, { ...member, away: { since, until, note: why } });
		return ok(undefined);
	}
});

export const setBack = defineMutator({
	name: 'roster.setBack',
	args: z.strictObject({ memberId: Id }),
	needs: ({ memberId }, { tx }) => ofMember(tx, memberId),
	async run({ tx }, { memberId }) {
		const member = await tx.get(members, memberId);
		if (!member) return refuse('roster.no-such-member');
		await tx.put(members, { ...member, away: undefined });
		return ok(undefined);
	}
});

/** Someone has reached the member on a number; `mobile` says which, and is not asked for by those who sent before it was. */
export const verifyNumber = defineMutator({
	name: 'roster.verifyNumber',
	args: z.strictObject({ memberId: Id, mobile: z.optional(z.string().check(z.maxLength(40))) }),
	personal: ['mobile'],
	needs: ({ memberId }, { tx }) => ofMember(tx, memberId),
	async run({ tx, actor, at }, { memberId, mobile }) {
		const member = await tx.get(members, memberId);
		if (!member) return refuse('roster.no-such-member');
		// Offline somebody may have reached the number that stood there before another wrote a new one.
		if (mobile !== undefined && dialNumber(mobile) !== dialNumber(member.mobile)) return refuse('roster.other-number');
		await tx.put(members, { ...member, numberVerifiedAt: at, numberVerifiedBy: actor.name });
		return ok(undefined);
	}
});
