// R09: no word of a scope reaches anyone who may not read it; and the test of that test, on servers broken on purpose.
import { describe, expect, test } from 'vitest';
import type { Plant } from '../support/hall-line.ts';
import { Aviary, liveThrough } from './canaries.ts';

const PULLS = 300;
/** Worlds within which a broken server must show. */
const WITHIN = 10;

test('R09: what a scope holds, what it is called and that it moves is heard by nobody but its readers', async () => {
	const { leaks, bytes } = await liveThrough(3_000, PULLS);
	expect(leaks).toEqual([]);
	expect(bytes).toBeGreaterThan(1_000_000);
});

describe('R09: the search finds a server', () => {
	const plants: readonly (readonly [string, Plant])[] = [
		['that names every scope of a commit to everyone', 'with-unfiltered'],
		['that forgets to take a line out of a scope', 'leave-forgotten'],
		['that lets anyone say that they are anywhere', 'presence-unchecked']
	];
	test.each(plants)('%s', async (_, plant) => {
		let found = false;
		for (let seed = 1; seed <= WITHIN && !found; seed += 1) {
			found = (await (await Aviary.open(seed, plant)).live(PULLS)).length > 0;
		}
		expect(found).toBe(true);
	});
});
