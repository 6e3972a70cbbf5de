import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chainHash, firstBrokenNumber } from './chain.ts';
import { ENTRY_TYPES, type JournalEntry } from './journal.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const told = fc.record(
	{
		text: fc.string({ minLength: 1 }),
		happenedAt: fc.nat(),
		writtenAt: fc.nat(),
		type: fc.constantFrom(...ENTRY_TYPES),
		corrects: fc.constantFrom('e1', 'e2'),
		details: fc.dictionary(fc.constantFrom('source', 'channel'), fc.string()),
		injectId: fc.constantFrom('inspel-01', 'inspel-02'),
		formerNumber: fc.nat()
	},
	{ requiredKeys: ['text', 'happenedAt', 'writtenAt'] }
);

/** A journal as the server seals it. */
const journal = fc.array(told, { minLength: 1, maxLength: 8 }).map((entries) => {
	let before = '';
	return entries.map((entry, index): JournalEntry => {
		const author = { personId: 'tib', name: 'Jonas', role: 'TiB' };
		const open = { ...entry, id: `e${index + 1}`, incidentId: 'bron', author, number: index + 1, salt: `s${index}` };
		before = chainHash(before, open, digest);
		return { ...open, hash: before };
	});
});
const place = fc.nat().map((seed) => (entries: readonly JournalEntry[]) => seed % entries.length);

const FALSIFIED: Readonly<Record<string, (entry: JournalEntry) => JournalEntry>> = {
	text: (entry) => ({ ...entry, text: `${entry.text} inte` }),
	'time of what happened': (entry) => ({ ...entry, happenedAt: entry.happenedAt + 1 }),
	'time of writing': (entry) => ({ ...entry, writtenAt: entry.writtenAt + 1 }),
	author: (entry) => ({ ...entry, author: { ...entry.author, name: 'Någon annan' } }),
	type: (entry) => ({ ...entry, type: entry.type === 'decision' ? 'event' : 'decision' }),
	'pointer to what it corrects': (entry) => ({ ...entry, corrects: `${entry.corrects ?? ''}x` }),
	details: (entry) => ({ ...entry, details: { ...entry.details, source: `${entry.details?.['source'] ?? ''}x` } }),
	inject: (entry) => ({ ...entry, injectId: `${entry.injectId ?? ''}x` }),
	'card step': (entry) => ({ ...entry, cardStepId: 'ak-storbrand-01' }),
	'former number': (entry) => ({ ...entry, formerNumber: (entry.formerNumber ?? 0) + 1 }),
	salt: (entry) => ({ ...entry, salt: 'annat' }),
	hash: (entry) => ({ ...entry, hash: digest('annat') })
};

test.each(Object.entries(FALSIFIED))('a falsified %s is found at the number of its entry', (_, falsify) => {
	// R36
	fc.assert(
		fc.property(journal, place, (entries, at) => {
			const index = at(entries);
			const falsified = entries.map((entry, n) => (n === index ? falsify(entry) : entry));
			expect(firstBrokenNumber(falsified, digest)).toBe(index + 1);
		})
	);
});

test('an entry taken out of the middle is found, in whatever order the rows come', () => {
	fc.assert(
		fc.property(journal, place, (entries, at) => {
			const index = at(entries);
			const without = entries.toSpliced(index, 1).toReversed();
			expect(firstBrokenNumber(without, digest)).toBe(index < entries.length - 1 ? index + 1 : undefined);
		})
	);
});

test('an untouched journal holds, also while an entry waits to be numbered', () => {
	fc.assert(
		fc.property(journal, (entries) => {
			const { number: _, hash: _hash, salt: _salt, ...waiting } = { ...(entries[0] as JournalEntry), id: 'waits' };
			expect(firstBrokenNumber([waiting, ...entries], digest)).toBeUndefined();
		})
	);
});
