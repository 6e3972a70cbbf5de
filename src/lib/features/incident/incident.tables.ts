import { unverifiedScope } from '#lib/features/access/index.ts';
import { defineTable } from '#lib/sync/contract/index.ts';
import { Incident, isUnverified, LevelChange } from './incident.ts';

/** Each incident and each exercise is a scope of its own; what a device began without a login lies in the device's. */
export const incidents = defineTable({
	name: 'incidents',
	row: Incident,
	indexes: ['startedAt'],
	scopeOf: (incident) =>
		isUnverified(incident) ? unverifiedScope(incident.startedBy.personId) : `incident:${incident.id}`,
	head: true
});

export const levelChanges = defineTable({
	name: 'levelChanges',
	row: LevelChange,
	indexes: ['incidentId'],
	lookups: ['incidentId'],
	scopeOf: ({ incidentId }) => `incident:${incidentId}`,
	head: true,
	serverOwned: ['number']
});
