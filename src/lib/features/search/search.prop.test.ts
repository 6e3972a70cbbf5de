import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf } from './search-excerpt.ts';
import { createSearch } from './index.ts';
import { fold, headsOf, stem, wordsOf } from './svenska.ts';

const letters = fc.stringMatching(/^[a-zåäöéA-ZÅÄÖ]{1,14}$/);
const sentence = fc.array(letters, { minLength: 1, maxLength: 60 }).map((words) => words.join(' '));

test('the stem of a stem is itself, and is how the word begins', () => {
	fc.assert(
		fc.property(letters, (word) => {
			expect(stem(stem(word))).toBe(stem(word));
			expect(fold(word).startsWith(stem(word))).toBe(true);
		})
	);
});

test('a last part is always shorter than its compound', () => {
	fc.assert(
		fc.property(letters, letters, (first, last) => {
			const whole = stem(first + last);
			for (const head of headsOf(whole, new Set([stem(last), whole]))) {
				expect(whole.endsWith(head)).toBe(true);
				expect(head.length).toBeLessThan(whole.length);
			}
		})
	);
});

test('an excerpt is short, has no halved word and shows the first find', () => {
	fc.assert(
		fc.property(sentence, fc.nat(), (text, pick) => {
			const words = wordsOf(text);
			const wanted = words[pick % words.length];
			const excerpt = excerptOf(text, (word) => word === wanted);
			expect(excerpt.length).toBeLessThanOrEqual(162);
			for (const word of wordsOf(excerpt)) expect(words).toContain(word);
			expect(wordsOf(excerpt)).toContain(wanted);
		})
	);
});

test('whatever stands in a journal is found by each of its words, and each find is marked', async () => {
	await fc.assert(
		fc.asyncProperty(sentence, fc.nat(), async (text, pick) => {
			const index = await createSearch([{ kind: 'entry', id: 'e1', title: 'Dagbok', text }], []);
			const words = wordsOf(text);
			const [hit] = index.find(words[pick % words.length] ?? '');
			expect(hit).toMatchObject({ kind: 'entry', id: 'e1' });
			expect(hit?.terms.length).toBeGreaterThan(0);
		}),
		{ numRuns: 50 }
	);
});
