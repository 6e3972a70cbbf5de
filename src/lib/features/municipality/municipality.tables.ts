import { defineTable } from '#lib/sync/contract/index.ts';
import { Emblem, Municipality, MunicipalityPart } from './municipality.ts';

/** Open to everyone: the name stands on every page. */
export const municipalities = defineTable({
	name: 'municipalities',
	row: Municipality,
	scopeOf: () => 'open',
	head: true
});

/** Apart from the municipality's own row: what every page waits for at its first start stays small. */
export const emblems = defineTable({ name: 'emblems', row: Emblem, scopeOf: () => 'open' });

export const municipalityParts = defineTable({
	name: 'municipalityParts',
	row: MunicipalityPart,
	indexes: ['kind'],
	scopeOf: () => 'municipality'
});
