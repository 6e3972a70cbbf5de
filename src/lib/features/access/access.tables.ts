import { defineTable } from '#lib/sync/contract/index.ts';
import { Person } from './access.ts';
import { Grant } from './rights.ts';

const access = (): string => 'access';

export const people = defineTable({
	name: 'people',
	row: Person,
	scopeOf: access,
	personal: ['name', 'email', 'phone']
});

/** A role given to somebody somewhere; taken back by removing the row, and kept in history. */
export const grants = defineTable({
	name: 'grants',
	row: Grant,
	indexes: ['personId', 'as'],
	lookups: ['personId', 'as'],
	scopeOf: access
});
