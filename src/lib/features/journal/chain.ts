// The chain that shows whether an entry has been tampered with: each link holds the one before.
import type { JournalEntry } from './journal.ts';

type Digest = (text: string) => string;

/**
 * The hash of `entry` after an entry with the hash `before`.
 *
 * Shapes:  `digest` is SHA-256 in hexadecimal. Each field is digested by itself with the entry's salt, so that one
 *          can be blacked out and the chain still be checked.
 */
export function chainHash(before: string, entry: JournalEntry, digest: Digest): string {
	const { id, incidentId, number, text, happenedAt, writtenAt, author, type, corrects, injectId, salt = '' } = entry;
	const fields = { id, incidentId, number, text, happenedAt, writtenAt, author, type, corrects, injectId };
	const digests = Object.entries(fields)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => digest(`${salt}|${name}|${JSON.stringify(value)}`));
	return digest(before + digests.join(''));
}

/** The number of the first entry whose hash does not follow from what stands there, or `undefined` when all do (R36). */
export function firstBrokenNumber(entries: readonly JournalEntry[], digest: Digest): number | undefined {
	let before = '';
	for (const [index, entry] of entries.toSorted((one, other) => (one.number ?? 0) - (other.number ?? 0)).entries()) {
		if (entry.number !== index + 1 || chainHash(before, entry, digest) !== entry.hash) return index + 1;
		before = entry.hash;
	}
	return undefined;
}
