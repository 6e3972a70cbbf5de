export { Desk } from './desk.ts';
export type { DeskSettings, Known, Line, OpenedLetters } from './greet.ts';
export { Authority, type AuthoritySettings, type Sender } from './authority.ts';
export { fill, pull, type PullAnswer } from './reading.ts';
export type {
	Commit,
	EnrolledDevice,
	HistoryEntry,
	Snapshot,
	Store,
	StoredRow,
	StoredTombstone,
	StoreTx,
	WaitingEffect
} from './store.ts';
