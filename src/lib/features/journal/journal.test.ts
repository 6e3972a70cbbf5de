import { expect, test } from 'vitest';
import { EVERY_RIGHT } from '#lib/features/access/index.ts';
import { ok, refuse } from '#lib/kernel/index.ts';
import { Overlay, type Actor, type PushedMutation, type PushReply } from '#lib/sync/contract/index.ts';
import { sha256, startInProcess, type InProcess } from '../../../../tests/support/in-process.ts';
import {
	addEntry,
	classifyEntry,
	closeJournal,
	correctEntry,
	entryClassifications,
	firstBrokenNumber,
	isLate,
	journalEntries,
	openJournal
} from './index.ts';

const tib: Actor = { personId: 'tib', name: 'Jonas', role: 'Tjänsteman i beredskap' };
const scribe: Actor = { personId: 'scribe', name: 'Maja', role: 'Loggförare' };
const incidentId = 'bron';
const AT = Date.parse('2026-11-25T13:05Z');

const flood = { entryId: 'e1', incidentId, text: 'Bron är avstängd', happenedAt: AT - 60_000 };

function emptyTx(): Overlay {
	return new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
}

async function begun(): Promise<Overlay> {
	const tx = emptyTx();
	await openJournal({ tx, actor: tib, at: AT }, incidentId);
	expect(await addEntry.run({ tx, actor: tib, at: AT }, flood)).toEqual(ok(undefined));
	return tx;
}

test('an entry keeps its words, its writer’s name and role, when it happened and when it was written', async () => {
	const tx = await begun();
	expect(await tx.get(journalEntries, 'e1')).toEqual({
		id: 'e1',
		incidentId,
		text: 'Bron är avstängd',
		happenedAt: AT - 60_000,
		writtenAt: AT,
		author: tib
	});
});

test('an entry can be written on a device that has not heard that the incident was started', async () => {
	const tx = emptyTx();
	expect(await addEntry.run({ tx, actor: tib, at: AT }, flood)).toEqual(ok(undefined));
});

test('an entry that stands is not written over', async () => {
	const tx = await begun();
	const again = await addEntry.run({ tx, actor: scribe, at: AT + 1 }, { ...flood, text: 'Bron är öppen' });
	expect(again).toEqual(refuse('journal.already-written'));
	expect(await tx.get(journalEntries, 'e1')).toMatchObject({ text: 'Bron är avstängd', author: tib });
});

test('a correction is an entry of its own that points to the old one, which stays word for word', async () => {
	const tx = await begun();
	const before = await tx.get(journalEntries, 'e1');
	const correction = { entryId: 'e2', corrects: 'e1', text: 'Bara ena körfältet' };
	expect(await correctEntry.run({ tx, actor: scribe, at: AT + 9 }, correction)).toEqual(ok(undefined));
	expect(await tx.get(journalEntries, 'e1')).toEqual(before);
	expect(await tx.get(journalEntries, 'e2')).toMatchObject({
		corrects: 'e1',
		type: 'correction',
		incidentId,
		author: scribe,
		// The moment of what was wrong, unless the writer says another.
		happenedAt: flood.happenedAt
	});
});

test('a correction may tell of another moment than the entry that was wrong', async () => {
	const tx = await begun();
	const happenedAt = AT + 3_600_000;
	await correctEntry.run(
		{ tx, actor: scribe, at: happenedAt },
		{ entryId: 'e2', corrects: 'e1', text: 'Öppen', happenedAt }
	);
	expect(await tx.get(journalEntries, 'e2')).toMatchObject({ happenedAt });
});

test('the type can be given later and by someone else; the entry stays as it was written', async () => {
	const tx = await begun();
	const before = await tx.get(journalEntries, 'e1');
	await classifyEntry.run({ tx, actor: tib, at: AT + 5 }, { entryId: 'e1', type: 'in' });
	await classifyEntry.run({ tx, actor: scribe, at: AT + 6 }, { entryId: 'e1', type: 'event' });
	expect(await tx.get(journalEntries, 'e1')).toEqual(before);
	expect(await tx.get(entryClassifications, 'e1')).toMatchObject({ type: 'event', setBy: scribe, setAt: AT + 6 });
});

test('an entry that is nowhere can be neither corrected nor given a type', async () => {
	const context = { tx: await begun(), actor: scribe, at: AT };
	const missing = refuse('journal.no-such-entry');
	expect(await correctEntry.run(context, { entryId: 'e2', corrects: 'e9', text: 'Fel' })).toEqual(missing);
	expect(await classifyEntry.run(context, { entryId: 'e9', type: 'event' })).toEqual(missing);
});

test('nothing more is written in a closed journal, and nothing in it changes its type', async () => {
	// C04: what was written offline meanwhile is refused with this reason, and its text is kept.
	const tx = await begun();
	const context = { tx, actor: scribe, at: AT + 60_000 };
	await closeJournal(context, incidentId);
	const writes = tx.writes.size;
	const closed = refuse('journal.closed');
	expect(await addEntry.run(context, { ...flood, entryId: 'e2' })).toEqual(closed);
	expect(await correctEntry.run(context, { entryId: 'e3', corrects: 'e1', text: 'Fel' })).toEqual(closed);
	expect(await classifyEntry.run(context, { entryId: 'e1', type: 'event' })).toEqual(closed);
	expect(tx.writes.size).toBe(writes);
});

test('an entry is late when it was written more than five minutes after what it tells', () => {
	expect(isLate({ happenedAt: AT, writtenAt: AT + 300_000 })).toBe(false);
	expect(isLate({ happenedAt: AT, writtenAt: AT + 300_001 })).toBe(true);
	// C26: a clock that was behind makes nobody late.
	expect(isLate({ happenedAt: AT, writtenAt: AT - 3_600_000 })).toBe(false);
});

function judged({ authority }: InProcess, actor: Actor, mutations: PushedMutation[]): Promise<PushReply | undefined> {
	return new Promise((resolve) => {
		authority.judge({ clientId: actor.personId, actor: { ...actor, rights: EVERY_RIGHT } }, mutations, resolve);
	});
}

const written = (seq: number, entryId: string, more: Partial<PushedMutation> = {}): PushedMutation => ({
	seq,
	name: addEntry.name,
	args: { ...flood, entryId },
	at: AT + seq,
	...more
});

test('entries of two devices get numbers without gaps in the server’s order, and a refused one takes none', async () => {
	const server = await startInProcess(() => AT);
	await judged(server, tib, [written(1, 'e1'), written(2, 'e1'), written(3, 'e2')]);
	await judged(server, scribe, [written(1, 'e3')]);
	const entries = await server.rows(journalEntries);
	expect(new Map(entries.map(({ id, number }) => [id, number]))).toEqual(
		new Map([
			['e1', 1],
			['e2', 2],
			['e3', 3]
		])
	);
	expect(firstBrokenNumber(entries, sha256)).toBeUndefined();
});

test('an entry that comes back after a restore gets the next number and still tells which one it had', async () => {
	// R20, C03: papers with the old number are already out.
	const server = await startInProcess(() => AT);
	await judged(server, scribe, [written(1, 'e1')]);
	const former = { 'journalEntries/e2': { number: 7, hash: 'x', salt: 'y' } };
	await judged(server, tib, [written(1, 'e2', { reoffer: true, former })]);
	const entries = await server.rows(journalEntries);
	expect(entries.find(({ id }) => id === 'e2')).toMatchObject({ number: 2, formerNumber: 7 });
	expect(firstBrokenNumber(entries, sha256)).toBeUndefined();
});
