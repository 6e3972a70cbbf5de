// The log of an incident or an exercise: what happened, as people wrote it; nothing in it is ever changed.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';
import { TEXT_MAX } from '#lib/sync/contract/index.ts';

/** Who wrote: the words of the moment, since people change name and role afterwards. */
export const Author = z.object({ personId: Id, name: z.string(), role: z.string() });

export const EntryText = z.string().check(z.trim(), z.minLength(1), z.maxLength(TEXT_MAX));

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
	/** Running number within the incident, from 1, without gaps. */
	number: z.optional(z.int()),
	receivedAt: z.optional(Instant),
	/** SHA-256 over the former entry's hash and the salted digests of this one's fields. */
	hash: z.optional(z.string()),
	salt: z.optional(z.string())
});
export type JournalEntry = z.infer<typeof JournalEntry>;
