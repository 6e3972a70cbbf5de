import * as z from 'zod/mini';
import { isDevice, unverifiedScope } from '#lib/features/access/index.ts';
import { Id, Instant, ok, refuse, type Result } from '#lib/kernel/index.ts';
import {
	defineMutator,
	type AcceptContext,
	type MutationContext,
	type MutationTx,
	type Need,
	type Needs
} from '#lib/sync/contract/index.ts';
import { chainHash } from './chain.ts';
import { EntryDetails, EntryText, EntryType, type JournalEntry } from './journal.ts';
import { entryClassifications, journalEntries, journals } from './journal.tables.ts';

/** True once the incident's journal is closed: nothing more is written in it. */
export async function isClosed(tx: MutationTx, incidentId: string): Promise<boolean> {
	return (await tx.get(journals, incidentId))?.closedAt !== undefined;
}

/** Opens the journal of an incident; for the incident feature. */
export async function openJournal({ tx, actor, at }: MutationContext, incidentId: string): Promise<void> {
	const unverified = isDevice(actor) ? { unverifiedBy: actor.personId } : {};
	await tx.put(journals, { id: incidentId, openedAt: at, ...unverified });
}

export async function closeJournal({ tx, at }: MutationContext, incidentId: string): Promise<void> {
	const journal = await tx.get(journals, incidentId);
	await tx.put(journals, { ...(journal ?? { id: incidentId, openedAt: at }), closedAt: at });
}

type NewEntry = Pick<
	JournalEntry,
	'incidentId' | 'text' | 'happenedAt' | 'type' | 'corrects' | 'details' | 'injectId' | 'cardStepId'
> & { entryId: string };

/** Writes an entry, for this feature's mutators and those of later features that log something. */
export async function writeEntry(context: MutationContext, { entryId, ...entry }: NewEntry): Promise<Result<void>> {
	const { tx, actor, at } = context;
	const journal = await tx.get(journals, entry.incidentId);
	if (journal?.closedAt !== undefined) return refuse('journal.closed');
	// A device writes only in what it has begun; and what it has begun is written in by nobody else before it is taken over.
	if (journal?.unverifiedBy !== (isDevice(actor) ? actor.personId : undefined)) return refuse('access.not-permitted');
	if (await tx.get(journalEntries, entryId)) return refuse('journal.already-written');
	await tx.put(journalEntries, { ...entry, id: entryId, writtenAt: at, author: actor });
	return ok(undefined);
}

/**
 * Copies an entry that a device wrote without a login into the log of `incidentId`: its words, its times and its author stay.
 *
 * Shapes:  true where it was copied, false where that copy is there already.
 * Errors:  `journal.no-such-entry`, `journal.already-written`.
 */
export async function copyEntry(
	{ tx }: MutationContext,
	{ from, to, incidentId }: { from: string; to: string; incidentId: string }
): Promise<Result<boolean>> {
	const entry = await tx.get(journalEntries, from);
	if (!entry || !isDevice(entry.author) || entry.adoptedFrom !== undefined) return refuse('journal.no-such-entry');
	const there = await tx.get(journalEntries, to);
	if (there) return there.adoptedFrom === from ? ok(false) : refuse('journal.already-written');
	const { number: _number, receivedAt: _received, hash: _hash, salt: _salt, formerNumber: _former, ...words } = entry;
	await tx.put(journalEntries, { ...words, id: to, incidentId, adoptedFrom: from });
	return ok(true);
}

/** Gives an accepted entry its number and its link in the chain. */
export async function numberEntry(context: AcceptContext, entryId: string): Promise<void> {
	const { tx, receivedAt, former } = context;
	const entry = await tx.get(journalEntries, entryId);
	if (!entry) throw new Error('An accepted entry is missing');
	const chain = `journal:${entry.incidentId}`;
	const before = former[`${journalEntries.name}/${entryId}`]?.['number'];
	const formerNumber = typeof before === 'number' ? { formerNumber: before } : {};
	const numbered = { ...entry, ...formerNumber, number: await context.next(chain), receivedAt, salt: context.salt() };
	const hash = chainHash((await context.memory(chain)) ?? '', numbered, context.digest);
	await context.remember(chain, hash);
	await tx.put(journalEntries, { ...numbered, hash });
}

/** Whoever has signed in writes in the incident; a device without a login in what it has begun itself. */
const toWrite: Needs<{ incidentId: string }> = ({ incidentId }, { actor }) => [
	{ action: 'journal.write', on: isDevice(actor) ? unverifiedScope(actor.personId) : `incident:${incidentId}` }
];

/** For an entry about another: it is written in the same log. */
async function toWriteBeside(tx: MutationTx, entryId: string): Promise<Need[]> {
	const entry = await tx.get(journalEntries, entryId);
	return [{ action: 'journal.write', on: entry ? journalEntries.scopeOf(entry) : 'municipality' }];
}

/** Writes what has happened; it is never changed afterwards, a correction is an entry of its own. */
export const addEntry = defineMutator({
	name: 'journal.add',
	args: z.strictObject({
		entryId: Id,
		incidentId: Id,
		text: EntryText,
		happenedAt: Instant,
		type: z.optional(EntryType),
		details: z.optional(EntryDetails),
		injectId: z.optional(Id),
		cardStepId: z.optional(Id)
	}),
	needs: toWrite,
	run: (context, entry) => writeEntry(context, entry),
	onAccept: (context, { entryId }) => numberEntry(context, entryId)
});

/** Says what was wrong in an entry: both stay, and the new one points to the old one. */
export const correctEntry = defineMutator({
	name: 'journal.correct',
	args: z.strictObject({
		entryId: Id,
		corrects: Id,
		text: EntryText,
		/** Without it, the moment of the entry that was wrong. */
		happenedAt: z.optional(Instant),
		injectId: z.optional(Id)
	}),
	needs: ({ corrects }, { tx }) => toWriteBeside(tx, corrects),
	async run(context, { corrects, happenedAt, ...correction }) {
		const wrong = await context.tx.get(journalEntries, corrects);
		if (!wrong) return refuse('journal.no-such-entry');
		const { incidentId } = wrong;
		const moment = happenedAt ?? wrong.happenedAt;
		return writeEntry(context, { ...correction, incidentId, happenedAt: moment, type: 'correction', corrects });
	},
	onAccept: (context, { entryId }) => numberEntry(context, entryId)
});

/** Says what kind of thing an entry tells, at any time and by anyone; the entry and its time stay as they are. */
export const classifyEntry = defineMutator({
	name: 'journal.classify',
	args: z.strictObject({ entryId: Id, type: EntryType }),
	needs: ({ entryId }, { tx }) => toWriteBeside(tx, entryId),
	async run({ tx, actor, at }, { entryId, type }) {
		const entry = await tx.get(journalEntries, entryId);
		if (!entry) return refuse('journal.no-such-entry');
		const { incidentId } = entry;
		if (await isClosed(tx, incidentId)) return refuse('journal.closed');
		await tx.put(entryClassifications, { id: entryId, incidentId, type, setAt: at, setBy: actor });
		return ok(undefined);
	}
});
