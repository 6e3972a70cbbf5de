export { Author, EntryText, JournalEntry } from './journal.ts';
export { addEntry } from './journal.mutators.ts';
export { journalEntries } from './journal.tables.ts';
