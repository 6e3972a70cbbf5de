import { defineTable } from '#lib/sync/contract/index.ts';
import { Municipality } from './municipality.ts';

/** Open to everyone: the name stands on every page. */
export const municipalities = defineTable({
	name: 'municipalities',
	row: Municipality,
	scopeOf: () => 'open',
	head: true
});
