import { isDevice, unverifiedScope } from '#lib/features/access/index.ts';
import { defineTable } from '#lib/sync/contract/index.ts';
import { EntryClassification, Journal, JournalEntry } from './journal.ts';

export const journalEntries = defineTable({
	name: 'journalEntries',
	row: JournalEntry,
	indexes: ['[incidentId+happenedAt]'],
	// What a device wrote without a login stays in the device's scope; its copy lies with the incident that took it over.
	scopeOf: ({ incidentId, author, adoptedFrom }) =>
		isDevice(author) && adoptedFrom === undefined ? unverifiedScope(author.personId) : `incident:${incidentId}`,
	serverOwned: ['number', 'receivedAt', 'hash', 'salt', 'formerNumber']
});

/** The key is the entry's id: the last classification in the server's order stands. */
export const entryClassifications = defineTable({
	name: 'entryClassifications',
	row: EntryClassification,
	indexes: ['incidentId'],
	scopeOf: ({ incidentId }) => `incident:${incidentId}`
});

export const journals = defineTable({
	name: 'journals',
	row: Journal,
	scopeOf: ({ id, unverifiedBy }) => (unverifiedBy === undefined ? `incident:${id}` : unverifiedScope(unverifiedBy)),
	head: true
});
