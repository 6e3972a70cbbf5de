import { expect, test } from 'vitest';
import { MINUTE_MS, systemRandom } from '#lib/kernel/index.ts';
import { OneTime } from './one-time.server.ts';

let clock = 0;
const make = (limit = 10): OneTime<string> =>
	new OneTime({ lifeMs: 5 * MINUTE_MS, limit, now: () => clock, random: systemRandom });

test('a word fetches what it stands for once', () => {
	const words = make();
	const word = words.give('Anna');
	expect(word).toMatch(/^[A-Za-z0-9_-]{43}$/);
	expect(words.take(word)).toBe('Anna');
	expect(words.take(word)).toBeUndefined();
});

test('a word that was never given fetches nothing', () => {
	expect(make().take('a guess')).toBeUndefined();
});

test('a word is good through its last millisecond and not after it', () => {
	clock = 0;
	const words = make();
	const [first, second] = [words.give('in time'), words.give('too late')];
	clock = 5 * MINUTE_MS;
	expect(words.take(first)).toBe('in time');
	clock += 1;
	expect(words.take(second)).toBeUndefined();
});

test('what nobody fetched is forgotten when its time is over', () => {
	clock = 0;
	const words = make();
	words.give('left lying');
	clock = 5 * MINUTE_MS + 1;
	words.give('new');
	expect(words.size).toBe(1);
});

test('a flood pushes the oldest out and takes no more memory', () => {
	clock = 0;
	const words = make(10);
	const [first, second] = [words.give('first'), words.give('second')];
	for (let count = 0; count < 9; count += 1) words.give('flood');
	expect(words.size).toBe(10);
	expect(words.take(first)).toBeUndefined();
	expect(words.take(second)).toBe('second');
});
