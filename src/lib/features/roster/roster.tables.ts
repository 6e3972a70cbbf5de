import { defineTable } from '#lib/sync/contract/index.ts';
import { Member, Organisation } from './roster.ts';

export const organisations = defineTable({
	name: 'organisations',
	row: Organisation,
	indexes: ['order'],
	scopeOf: () => 'municipality'
});

/** Contacts of an organisation lie in that organisation's scope; a member may move to another. */
export const members = defineTable({
	name: 'members',
	row: Member,
	indexes: ['organisationId'],
	scopeOf: ({ organisationId }) => `contacts:${organisationId}`,
	movable: true,
	personal: ['givenName', 'familyName', 'mobile', 'email', 'note', 'away']
});
