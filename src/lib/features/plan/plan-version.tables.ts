import { defineTable } from '#lib/sync/contract/index.ts';
import { PlanVersion, VersionPart } from './plan-version.ts';

// What has been decided is open to all, as is what was decided before.
const open = (): string => 'open';

export const planVersions = defineTable({
	name: 'planVersions',
	row: PlanVersion,
	indexes: ['part'],
	lookups: ['part'],
	scopeOf: open,
	serverOwned: ['number'],
	head: true
});
export const versionParts = defineTable({
	name: 'versionParts',
	row: VersionPart,
	indexes: ['versionId'],
	lookups: ['versionId'],
	scopeOf: open
});
