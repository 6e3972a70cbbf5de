// The chain that shows whether an entry has been tampered with: each link holds the one before.
import type { JournalEntry } from './journal.ts';

type Digest = (text: string) => string;

/** In the order in which they are chained; what an entry does not say is left out. */
const CHAINED = [
	'id',
	'incidentId',
	'number',
	'formerNumber',
	'text',
	'happenedAt',
	'writtenAt',
	'receivedAt',
	'author',
	'type',
	'corrects',
	'details',
	'injectId',
	'cardStepId',
	'adoptedFrom'
] as const satisfies readonly (keyof JournalEntry)[];

/**
 * The hash of `entry` after an entry with the hash `before`.
 *
 * Shapes:  `digest` is SHA-256 in hexadecimal. Each field is digested by itself with the entry's salt, so that one
 *          can be blacked out and the chain still be checked.
 */
export function chainHash(before: string, entry: JournalEntry, digest: Digest): string {
	const { salt = '' } = entry;
	const digests = CHAINED.filter((name) => entry[name] !== undefined).map((name) =>
		digest(`${salt}|${name}|${JSON.stringify(entry[name])}`)
	);
	return digest(before + digests.join(''));
}

/**
 * The number of the first entry of a journal that is missing or whose hash does not follow from what stands there, or
 * `undefined` when all do (R36).
 *
 * Shapes:  `entries` in any order; those that wait for the server have no number yet and are no part of the chain.
 * Errors:  none; that the newest entries are all gone cannot be seen from the chain alone, only against a kept hash.
 */
export function firstBrokenNumber(entries: readonly JournalEntry[], digest: Digest): number | undefined {
	const numbered = entries.flatMap((entry) => (entry.number === undefined ? [] : [{ ...entry, number: entry.number }]));
	let before = '';
	for (const [index, entry] of numbered.toSorted((one, other) => one.number - other.number).entries()) {
		if (entry.number !== index + 1 || chainHash(before, entry, digest) !== entry.hash) return index + 1;
		before = entry.hash;
	}
	return undefined;
}
