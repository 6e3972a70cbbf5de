// The actions in the order in which they are read: by what they are about.
import type { Action } from './rights.ts';

export const ACTION_GROUPS = {
	reading: [
		'read.open',
		'read.municipality',
		'read.contacts',
		'read.incident',
		'read.unverified',
		'read.access',
		'audit.read'
	],
	incident: ['incident.start', 'incident.lead', 'incident.adopt', 'journal.write', 'card.work'],
	preparing: ['plan.write', 'roster.write', 'contacts.write', 'exercise.plan', 'exercise.direct'],
	administration: ['municipality.change', 'access.manage']
} as const satisfies Record<string, readonly Action[]>;

export type ActionGroup = keyof typeof ACTION_GROUPS;
