// R06, R20, R29; cases C03, C06, C07, C09, C10, C11, C26: whatever befalls, all devices end equal, and right.
import { describe, expect, test } from 'vitest';
import { KINDS, runSeed } from './run.ts';

const SEEDS = 200;
const PER_TEST = 20;

describe('after lost messages, crashes and cuts every device shows what the server judged', () => {
	const firsts = Array.from({ length: SEEDS / PER_TEST }, (_, n) => n * PER_TEST + 1);
	test.each(firsts)(`in ${PER_TEST} worlds from seed %i on`, async (first) => {
		const faults: string[] = [];
		for (let seed = first; seed < first + PER_TEST; seed += 1) faults.push(...(await runSeed(seed)));
		expect(faults).toEqual([]);
	});
});

test('undoing and redoing everything leads to the same end as the short cut', async () => {
	for (let seed = 1; seed <= 4 * KINDS.length; seed += 1) {
		expect(await runSeed(seed, { redoing: 'all' })).toEqual([]);
	}
});
