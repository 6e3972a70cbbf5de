// What was begun on a device without a login: taken over into a real incident, or put aside with a reason.
import * as z from 'zod/mini';
import {
	closeJournal,
	copyEntry,
	journalEntries,
	journals,
	numberEntry,
	openJournal,
	writeEntry
} from '#lib/features/journal/index.ts';
import { Id, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { defineMutator, type MutationContext, type Needs } from '#lib/sync/contract/index.ts';
import { DismissalReason, IncidentId, isUnverified, type Incident } from './incident.ts';
import { incidents } from './incident.tables.ts';

/** More than anyone writes before somebody who may lead is there. */
const ENTRIES_MAX = 2_000;

/** Where it lies; nobody learns whether it is there who may not take it over anyway. */
const toAdopt: Needs<{ unverifiedId: string }> = async ({ unverifiedId }, { tx }) => {
	const begun = await tx.get(incidents, unverifiedId);
	return [{ action: 'incident.adopt', on: begun ? incidents.scopeOf(begun) : 'municipality' }];
};

/**
 * Takes over what a device began: incident and entries are copied, with the device as their author, and the log says who did it.
 * The device's own copy is closed. What the device had written beside that and reached the server later is taken over by
 * the same mutation again, with the same `incidentId`.
 */
export const adoptIncident = defineMutator({
	name: 'incident.adopt',
	args: z.strictObject({
		unverifiedId: Id,
		incidentId: IncidentId,
		/** The line in the log that says who has taken it over. */
		entryId: Id,
		/** Which entries, in the order in which they are numbered, and the ids of their copies. */
		entries: z.array(z.strictObject({ from: Id, to: Id })).check(z.maxLength(ENTRIES_MAX))
	}),
	needs: toAdopt,
	async run(context, { unverifiedId, incidentId, entryId, entries }) {
		const { tx, actor } = context;
		const begun = await tx.get(incidents, unverifiedId);
		if (!begun || !isUnverified(begun)) return refuse('incident.no-such-incident');
		if (begun.dismissed !== undefined) return refuse('incident.put-aside');
		const taken = await take(context, begun, incidentId);
		if (!taken.ok) return taken;
		let copied = 0;
		for (const { from, to } of entries) {
			const entry = await tx.get(journalEntries, from);
			if (entry?.incidentId !== unverifiedId) return refuse('journal.no-such-entry');
			const copy = await copyEntry(context, { from, to, incidentId });
			if (!copy.ok) return copy;
			copied += copy.value ? 1 : 0;
		}
		const text = takenOverText(begun.startedBy.name, actor.name, copied);
		return writeEntry(context, { entryId, incidentId, text, happenedAt: context.at, type: 'action' });
	},
	async onAccept(context, { entryId, entries }) {
		for (const id of [...entries.map(({ to }) => to), entryId]) {
			const entry = await context.tx.get(journalEntries, id);
			if (entry?.number === undefined) await numberEntry(context, id);
		}
	}
});

/** The incident that takes over: begun here, or by the same hand before. */
async function take(context: MutationContext, begun: Incident, incidentId: string): Promise<Result<void>> {
	const { tx, actor, at } = context;
	if (begun.adopted)
		return begun.adopted.incidentId === incidentId ? ok(undefined) : refuse('incident.already-adopted');
	if (await tx.get(incidents, incidentId)) return refuse('incident.already-started');
	const { id: adoptedFrom, kind, title, startedAt, startedBy } = begun;
	await tx.put(incidents, { id: incidentId, kind, title, startedAt, startedBy, adoptedFrom });
	await openJournal(context, incidentId);
	const journal = await tx.get(journals, incidentId);
	if (journal) await tx.put(journals, { ...journal, openedAt: startedAt });
	await tx.put(incidents, { ...begun, adopted: { incidentId, at, by: actor } });
	await closeJournal(context, begun.id);
	return ok(undefined);
}

/** What the log says is data, in the language of the municipality, whatever the language of the screen. */
function takenOverText(device: string, person: string, copied: number): string {
	const entries = copied === 1 ? '1 anteckning' : `${copied} anteckningar`;
	return `Startad utan inloggning på ${device}. Övertagen av ${person} med ${entries}.`;
}

/** Puts aside what a device began: nothing goes, and nothing more is written in it. */
export const dismissUnverified = defineMutator({
	name: 'incident.dismiss',
	args: z.strictObject({ unverifiedId: Id, reason: DismissalReason }),
	needs: toAdopt,
	async run(context, { unverifiedId, reason }) {
		const { tx, actor, at } = context;
		const begun = await tx.get(incidents, unverifiedId);
		if (!begun || !isUnverified(begun)) return refuse('incident.no-such-incident');
		if (begun.adopted !== undefined) return refuse('incident.already-adopted');
		if (begun.dismissed !== undefined) return refuse('incident.put-aside');
		await tx.put(incidents, { ...begun, dismissed: { reason, at, by: actor } });
		await closeJournal(context, unverifiedId);
		return ok(undefined);
	}
});
