export {
	Author,
	byHappening,
	byNumber,
	ENTRY_TEXT_MAX,
	ENTRY_TYPES,
	EntryClassification,
	EntryDetails,
	EntryText,
	EntryType,
	isLate,
	Journal,
	JournalEntry
} from './journal.ts';
export { firstBrokenNumber } from './chain.ts';
export { parseQuickTime } from './quick-time.ts';
export { momentsOf } from './wall-clock.ts';
export {
	addEntry,
	classifyEntry,
	closeJournal,
	copyEntry,
	correctEntry,
	isClosed,
	numberEntry,
	openJournal,
	writeEntry
} from './journal.mutators.ts';
export { entryClassifications, journalEntries, journals } from './journal.tables.ts';
export { t } from './journal.messages.ts';
