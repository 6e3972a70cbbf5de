// What several people write at once, also without a network: whoever comes second overwrites nothing; both texts stay until somebody chooses.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';
import { PersonName, type Actor } from '#lib/sync/contract/index.ts';

/** Whose hand it was: the name of the moment. */
export const Writer = z.object({ personId: Id, name: PersonName });
export type Writer = z.infer<typeof Writer>;

export function writerOf({ personId, name }: Actor): Writer {
	return { personId, name };
}

/** What every writing carries; `writeId` names it, so that the next one can say what it was written upon. */
export const Hand = { writeId: Id, at: Instant, by: Writer };

export interface Writing<V> {
	readonly writeId: string;
	readonly value: V;
	/** ms since 1970-01-01T00:00Z. */
	readonly at: number;
	readonly by: Writer;
}

/** A text with those that were written beside it by people who had not seen it. */
export interface Written<V> extends Writing<V> {
	readonly rivals: readonly Writing<V>[];
}

/**
 * `row` after one more writing.
 *
 * Shapes:  `basedOn` is the writing that its author had before them; null for something new. Written upon what stands, it takes its place;
 *          upon a rival of the author's own, it takes that one's place; upon anything else it is one more rival.
 *          Where nothing stands (somebody has removed it meanwhile) it stands, since nothing that was typed is lost.
 */
export function afterWriting<V>(row: Written<V> | undefined, writing: Writing<V>, basedOn: string | null): Written<V> {
	if (!row) return { ...writing, rivals: [] };
	if (row.writeId === writing.writeId || isSame(row.value, writing.value)) return row;
	if (row.writeId === basedOn) return { ...row, ...writing };
	const own = row.rivals.findIndex(({ writeId, by }) => writeId === basedOn && by.personId === writing.by.personId);
	const rivals = own < 0 ? [...row.rivals, writing] : row.rivals.with(own, writing);
	return { ...row, rivals };
}

/**
 * `row` after somebody has seen the texts `chosenFrom` and decided on `writing`.
 *
 * Shapes:  what they had not seen stays a rival; where what stands was not among them, the choice itself becomes one.
 */
export function afterChoice<V>(row: Written<V>, writing: Writing<V>, chosenFrom: readonly string[]): Written<V> {
	const rivals = row.rivals.filter(({ writeId }) => !chosenFrom.includes(writeId));
	if (chosenFrom.includes(row.writeId)) return { ...row, ...writing, rivals };
	return isSame(row.value, writing.value) ? { ...row, rivals } : { ...row, rivals: [...rivals, writing] };
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
