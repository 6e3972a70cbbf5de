// R04, C06, C07, C09: whatever is sent, how often and over how many lines, each thing is judged once and in its order.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PushedMutation } from '#lib/sync/contract/index.ts';
import { arrival, Judging, mutation } from './judging.ts';

describe('a tablet that sends what it did', () => {
	test('has it judged in its own order, and is told at which version each can be seen', async () => {
		const hall = await Judging.open();
		const tablet = await hall.device('tablet');
		const verdicts = await hall.verdicts(tablet, [
			arrival(1, 'bo'),
			mutation(2, 'guest.move', { id: 'bo', shelter: 'church' }),
			mutation(3, 'guest.move', { id: 'eva', shelter: 'church' })
		]);
		expect(verdicts).toEqual([
			{ seq: 1, versions: { 'shelter:church': 1 } },
			{ seq: 2, versions: { 'shelter:church': 1 } },
			{ seq: 3, refused: 'guest.not-here', versions: {} }
		]);
		expect(await hall.guestsOf('church')).toMatchObject([{ id: 'bo', number: 1 }]);
		expect(await hall.guestsOf('school')).toEqual([]);
	});

	test('is asked for what it left out, and nothing after the gap is taken', async () => {
		const hall = await Judging.open();
		const tablet = await hall.device('tablet');
		const reply = await hall.push(tablet, [arrival(1, 'bo'), arrival(3, 'eva')]);
		expect(reply).toEqual({ verdicts: [{ seq: 1, versions: { 'shelter:school': 1 } }], expected: 2 });
		expect(await hall.push(tablet, [arrival(3, 'eva')])).toEqual({ verdicts: [], expected: 2 });
		expect(await hall.guestsOf('school')).toHaveLength(1);
	});

	test('may skip numbers only where it says what they follow on', async () => {
		const hall = await Judging.open();
		const tablet = await hall.device('tablet');
		await hall.push(tablet, [arrival(1, 'bo')]);
		expect(await hall.push(tablet, [{ ...arrival(9, 'eva'), follows: 4 }])).toMatchObject({ expected: 2 });
		expect(await hall.verdicts(tablet, [{ ...arrival(9, 'eva'), follows: 1 }])).toMatchObject([{ seq: 9 }]);
		expect(await hall.guestsOf('school')).toHaveLength(2);
	});

	test('gets the first verdict again after the server was started anew', async () => {
		const hall = await Judging.open();
		const tablet = await hall.device('tablet');
		const batch = [arrival(1, 'bo'), arrival(2, 'bo')];
		const first = await hall.push(tablet, batch);
		const after = new Judging(hall.store);
		await after.push(tablet, [arrival(3, 'eva')]);
		expect(await after.push(tablet, batch)).toEqual(first);
		expect(await after.guestsOf('school')).toHaveLength(2);
	});

	test('gets no verdict of another tablet, whatever number it sends', async () => {
		const hall = await Judging.open();
		const [tablet, other] = [await hall.device('tablet'), await hall.device('other')];
		await hall.push(tablet, [arrival(1, 'bo'), arrival(2, 'eva')]);
		expect(await hall.push(other, [arrival(2, 'nils')])).toEqual({ verdicts: [], expected: 1 });
	});
});

/** Each tablet's batches, each sent one to four times: the order on the wire is any that keeps a first sending in order. */
const sendings = fc.record({
	batches: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
	copies: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 5 }),
	tablets: fc.integer({ min: 1, max: 3 })
});

test('R04, C06: each batch sent one to four times side by side makes one guest per arrival and equal answers', async () => {
	await fc.assert(
		fc.asyncProperty(sendings, async ({ batches, copies, tablets }) => {
			const hall = await Judging.open();
			const waiting: Promise<void>[] = [];
			const answers = new Map<string, Set<string>>();
			let arrivals = 0;
			for (let tablet = 0; tablet < tablets; tablet += 1) {
				const sender = await hall.device(`tablet${tablet}`);
				let seq = 0;
				for (const [index, size] of batches.entries()) {
					const batch: PushedMutation[] = Array.from({ length: size }, () => {
						seq += 1;
						arrivals += 1;
						return arrival(seq, `guest-${tablet}-${seq}`);
					});
					for (let copy = 0; copy < (copies[index] ?? 1); copy += 1) {
						const key = `${tablet}/${index}`;
						waiting.push(
							hall.push({ ...sender }, batch).then((reply) => {
								answers.set(key, (answers.get(key) ?? new Set()).add(JSON.stringify(reply)));
							})
						);
					}
				}
			}
			await Promise.all(waiting);
			const rows = (await hall.guestsOf('school')) as { id: string; number: number }[];
			expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: arrivals }, (_, n) => arrivals - n));
			expect(new Set(rows.map(({ id }) => id)).size).toBe(arrivals);
			expect([...answers.values()].map((different) => different.size)).toEqual([...answers].map(() => 1));
			expect(await hall.store.waitingEffects(1_000)).toHaveLength(arrivals);
			expect(await hall.store.history(0, 1_000)).toHaveLength(arrivals);
		}),
		{ numRuns: 40 }
	);
});
