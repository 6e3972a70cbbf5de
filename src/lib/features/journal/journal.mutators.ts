import * as z from 'zod/mini';
import { Id, Instant, ok, refuse } from '#lib/kernel/index.ts';
import { defineMutator, type AcceptContext } from '#lib/sync/contract/index.ts';
import { EntryText, type JournalEntry } from './journal.ts';
import { journalEntries } from './journal.tables.ts';

const EntryArguments = z.strictObject({
	entryId: Id,
	incidentId: Id,
	text: EntryText,
	happenedAt: Instant
});

/** Writes an entry; it is never changed afterwards, a correction is an entry of its own. */
export const addEntry = defineMutator({
	name: 'journal.add',
	args: EntryArguments,
	async run({ tx, actor, at }, { entryId, incidentId, text, happenedAt }) {
		if (await tx.get(journalEntries, entryId)) return refuse('journal.already-written');
		await tx.put(journalEntries, { id: entryId, incidentId, text, happenedAt, writtenAt: at, author: actor });
		return ok(undefined);
	},
	onAccept: (context, { entryId }) => sealEntry(context, entryId)
});

/** Gives an accepted entry its number and its link in the chain. */
async function sealEntry(context: AcceptContext, entryId: string): Promise<void> {
	const entry = await context.tx.get(journalEntries, entryId);
	if (!entry) throw new Error('An accepted entry is missing');
	const chain = `journal:${entry.incidentId}`;
	const number = await context.next(chain);
	const salt = context.salt();
	const hash = context.digest(
		((await context.memory(chain)) ?? '') + fieldDigests(entry, number, { salt, digest: context.digest })
	);
	await context.remember(chain, hash);
	await context.tx.put(journalEntries, { ...entry, number, receivedAt: context.receivedAt, hash, salt });
}

/** Each field is digested by itself with the entry's salt, so that one can be blacked out and the chain still be checked. */
export function fieldDigests(
	entry: JournalEntry,
	number: number,
	{ salt, digest }: { salt: string; digest: (text: string) => string }
): string {
	const { id, incidentId, text, happenedAt, writtenAt, author } = entry;
	const fields = { id, incidentId, number, text, happenedAt, writtenAt, author };
	return Object.entries(fields)
		.map(([name, value]) => digest(`${salt}|${name}|${JSON.stringify(value)}`))
		.join('');
}
