import { defineTable } from '#lib/sync/contract/index.ts';
import { JournalEntry } from './journal.ts';

export const journalEntries = defineTable({
	name: 'journalEntries',
	row: JournalEntry,
	indexes: ['[incidentId+happenedAt]'],
	scopeOf: (entry) => `incident:${entry.incidentId}`,
	serverOwned: ['number', 'receivedAt', 'hash', 'salt']
});
