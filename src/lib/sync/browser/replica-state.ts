// What a replica tells of itself: the strip on every page is drawn from this.
import type { Present, Right } from '../contract/index.ts';
import type { FillProgress } from './fill.ts';
import type { Contact } from './session.ts';
import type { StorageState } from './storage.ts';

export interface ReplicaState {
	readonly contact: Contact;
	readonly storage: StorageState;
	/** Server time minus device time, in ms; 0 before the first contact. */
	readonly clockOffset: number;
	/** What the person may do, as the server last said; undefined before it has in this visit. */
	readonly rights: readonly Right[] | undefined;
	/** The word that stands for the leading tab's line in requests over HTTP; undefined without a line. */
	readonly ticket: string | undefined;
	/** What is wrong with the server, as text keys, as far as this person looks after it. */
	readonly trouble: readonly string[];
	/** When something was last received, in server time; 0 before the first contact. */
	readonly receivedAt: number;
	/** Set while the first fill runs. */
	readonly progress: FillProgress | undefined;
	/** Others who are somewhere just now, as far as was heard. */
	readonly present: readonly Present[];
}

export const FIRST_STATE: ReplicaState = {
	contact: 'connecting',
	storage: 'well',
	clockOffset: 0,
	rights: undefined,
	ticket: undefined,
	trouble: [],
	receivedAt: 0,
	progress: undefined,
	present: []
};
