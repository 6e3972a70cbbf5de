import { expect, test } from 'vitest';
import { atMost } from './at-most.server.ts';

interface Task {
	readonly name: number;
	readonly end: () => void;
	readonly fail: (error: Error) => void;
}

test('whoever finds all places taken waits until one is left, and they begin in the order they came', async () => {
	const run = atMost(2);
	const begun: Task[] = [];
	const begin = (name: number): Promise<void> =>
		run(() => new Promise((end, fail) => void begun.push({ name, end, fail })));
	const names = (): number[] => begun.map(({ name }) => name);

	const done = [1, 2, 3, 4].map(begin);
	await Promise.resolve();
	expect(names()).toEqual([1, 2]);
	begun[1]?.end();
	await done[1];
	await Promise.resolve();
	expect(names()).toEqual([1, 2, 3]);
	begun[0]?.fail(new Error('broken'));
	await expect(done[0]).rejects.toThrow('broken');
	await Promise.resolve();
	expect(names()).toEqual([1, 2, 3, 4]);
	void begin(5);
	await Promise.resolve();
	expect(names()).toEqual([1, 2, 3, 4]);
});

test('many at once never run more than the limit together', async () => {
	const run = atMost(3);
	let together = 0;
	let most = 0;
	await Promise.all(
		Array.from({ length: 40 }, () =>
			run(async () => {
				most = Math.max(most, (together += 1));
				await Promise.resolve();
				together -= 1;
			})
		)
	);
	expect(most).toBe(3);
});
