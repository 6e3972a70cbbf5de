// Laws of what several write at once: nothing that was typed is lost before somebody has seen it and chosen.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterChoice, afterWriting, type Written } from './written.ts';

interface Move {
	readonly who: number;
	readonly value: string;
	readonly chooses: boolean;
}

const moves = fc.array(
	fc.record({ who: fc.nat(2), value: fc.string({ minLength: 1, maxLength: 4 }), chooses: fc.boolean() }),
	{ maxLength: 30 }
);

function textsOf(row: Written<string> | undefined): string[] {
	return row ? [row.value, ...row.rivals.map(({ value }) => value)] : [];
}

test('whatever three people write and choose, in whatever order, each text stands until one who saw it wrote on or chose', () => {
	fc.assert(
		fc.property(moves, (all) => {
			let row: Written<string> | undefined;
			/** What each of them saw last, as their device showed it. */
			const seen = new Map<number, Written<string> | undefined>();
			for (const [index, { who, value, chooses }] of all.entries()) {
				const personId = `p${who}`;
				const writing = { writeId: `w${index}`, value, at: index, by: { personId, name: personId } };
				const before = row;
				const view = seen.get(who);
				const known = view ? [view.writeId, ...view.rivals.map(({ writeId }) => writeId)] : [];
				row =
					chooses && row && view ? afterChoice(row, writing, known) : afterWriting(row, writing, view?.writeId ?? null);
				expect(textsOf(row)).toContain(value);
				for (const { writeId, value: text } of before ? [before, ...before.rivals] : []) {
					const stands = textsOf(row).includes(text);
					expect(stands || known.includes(writeId)).toBe(true);
				}
				seen.set(who, row);
			}
		})
	);
});

test('whoever writes on without a network keeps one text of their own beside the other’s, not one for each writing', () => {
	const by = (personId: string) => ({ personId, name: personId });
	const base = afterWriting(undefined, { writeId: 'w0', value: 'Från början', at: 0, by: by('anna') }, null);
	const other = afterWriting(base, { writeId: 'w1', value: 'Bos text', at: 1, by: by('bo') }, 'w0');
	const first = afterWriting(other, { writeId: 'w2', value: 'Anna', at: 2, by: by('anna') }, 'w0');
	const second = afterWriting(first, { writeId: 'w3', value: 'Annas text', at: 3, by: by('anna') }, 'w2');
	expect(textsOf(second)).toEqual(['Bos text', 'Annas text']);
	expect(textsOf(afterChoice(second, { writeId: 'w4', value: 'Bådas', at: 4, by: by('bo') }, ['w1', 'w3']))).toEqual([
		'Bådas'
	]);
});
