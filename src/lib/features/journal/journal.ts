// The log of an incident or an exercise: what happened, as people wrote it; nothing in it is ever changed.
import * as z from 'zod/mini';
import { Id, Instant, MINUTE_MS } from '#lib/kernel/index.ts';
import { TEXT_MAX } from '#lib/sync/contract/index.ts';

/** Who wrote: the words of the moment, since people change name and role afterwards. */
export const Author = z.object({ personId: Id, name: z.string(), role: z.string() });
export type Author = z.infer<typeof Author>;

export const EntryText = z.string().check(z.trim(), z.minLength(1), z.maxLength(TEXT_MAX));

/** What kind of thing an entry tells; may be given when it is written or later, by anyone. */
export const ENTRY_TYPES = ['in', 'out', 'event', 'action', 'decision', 'assessment', 'meeting', 'correction'] as const;
export const EntryType = z.enum(ENTRY_TYPES);
export type EntryType = z.infer<typeof EntryType>;

/** What else was said, by field: source and channel of a message, reason and follow-up of a decision. */
export const EntryDetails = z
	.record(z.string().check(z.regex(/^[a-zA-Z]{1,40}$/)), z.string().check(z.maxLength(2_000)))
	.check(z.refine((details) => Object.keys(details).length <= 12));

/** One entry. `number`, `receivedAt`, `hash` and `salt` are the server's and missing while the entry waits. */
export const JournalEntry = z.object({
	id: Id,
	incidentId: Id,
	text: EntryText,
	/** When it happened, as the writer says. */
	happenedAt: Instant,
	/** When it was written, by the device's corrected clock. */
	writtenAt: Instant,
	author: Author,
	type: z.optional(EntryType),
	/** The entry that this one corrects; both stay. */
	corrects: z.optional(Id),
	details: z.optional(EntryDetails),
	/** The inject of an exercise that this entry tells of. */
	injectId: z.optional(Id),
	/** The step of an action card that this entry tells of. */
	cardStepId: z.optional(Id),
	/** The entry that a device wrote without a login, of which this is the copy in the log that took it over. */
	adoptedFrom: z.optional(Id),
	/** Running number within the incident, from 1, without gaps. */
	number: z.optional(z.int()),
	receivedAt: z.optional(Instant),
	/** SHA-256 over the former entry's hash and the salted digests of this one's fields. */
	hash: z.optional(z.string()),
	salt: z.optional(z.string()),
	/** The number it had before the server was restored from an older backup. */
	formerNumber: z.optional(z.int())
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** A type given to an entry after it was written; the entry itself stays as it is. */
export const EntryClassification = z.object({ id: Id, incidentId: Id, type: EntryType, setAt: Instant, setBy: Author });
export type EntryClassification = z.infer<typeof EntryClassification>;

/** The journal of one incident: open until the incident ends. */
export const Journal = z.object({
	id: Id,
	openedAt: Instant,
	closedAt: z.optional(Instant),
	/** The device that opened it without a login; it lies in the device's own scope. */
	unverifiedBy: z.optional(Id)
});
export type Journal = z.infer<typeof Journal>;

/** The field takes this much; the wire and the disk take it too (case C21). */
export const ENTRY_TEXT_MAX = TEXT_MAX;

/** An entry written this long after it happened says so. */
const LATE_AFTER_MS = 5 * MINUTE_MS;

export function isLate({ happenedAt, writtenAt }: Pick<JournalEntry, 'happenedAt' | 'writtenAt'>): boolean {
	return writtenAt - happenedAt > LATE_AFTER_MS;
}

type Ordered = Pick<JournalEntry, 'id' | 'happenedAt' | 'writtenAt' | 'number'>;

/** By when it happened; at the same moment as written. */
export function byHappening(one: Ordered, other: Ordered): number {
	return one.happenedAt - other.happenedAt || byNumber(one, other);
}

/** As written: the server's order; what waits comes last, as its device wrote it. */
export function byNumber(one: Ordered, other: Ordered): number {
	if (one.number !== undefined || other.number !== undefined)
		return (one.number ?? Infinity) - (other.number ?? Infinity);
	// Ids of one device sort by the time of their making, also within a millisecond.
	return one.writtenAt - other.writtenAt || (one.id < other.id ? -1 : Number(one.id > other.id));
}
