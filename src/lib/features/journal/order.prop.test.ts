import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { byHappening, byNumber } from './journal.ts';

const entries = fc.uniqueArray(
	fc.record({
		id: fc.integer({ min: 0, max: 50 }).map((n) => `e${String(n).padStart(2, '0')}`),
		// Few moments, so that many entries share one.
		happenedAt: fc.nat(3),
		writtenAt: fc.nat(3),
		number: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined })
	}),
	{ selector: ({ id }) => id, maxLength: 12 }
);
/** Numbers are unique within a journal. */
const journal = entries.map((all) =>
	all.filter(({ number }, index) => number === undefined || all.findIndex((one) => one.number === number) === index)
);

test.each([
	['by when it happened', byHappening],
	['as written', byNumber]
])('every device shows the same journal in the same order, %s', (_, order) => {
	fc.assert(
		fc.property(
			journal.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
			([all, received]) => {
				expect(received.toSorted(order)).toEqual(all.toSorted(order));
			}
		)
	);
});

test('as written, numbers rise and whatever waits stands after them', () => {
	fc.assert(
		fc.property(journal, (all) => {
			const numbers = all.toSorted(byNumber).map(({ number }) => number ?? Infinity);
			expect(numbers).toEqual(numbers.toSorted((one, other) => (one < other ? -1 : Number(one > other))));
		})
	);
});

test('two entries an hour apart stand in that order though the clock has shown the same time', () => {
	// C27
	const [summer, winter] = [Date.parse('2026-10-25T00:30Z'), Date.parse('2026-10-25T01:30Z')];
	const later = { id: 'a', happenedAt: winter, writtenAt: winter, number: 1 };
	const earlier = { id: 'b', happenedAt: summer, writtenAt: winter, number: 2 };
	expect([later, earlier].toSorted(byHappening)).toEqual([earlier, later]);
	expect([earlier, later].toSorted(byNumber)).toEqual([later, earlier]);
});
