import { expect, test } from 'vitest';
import { PUSH_BYTES_MAX } from '../contract/index.ts';
import { Pace } from './pace.ts';

/** A line of so many bytes per second, with so long a way there and back: answers to pushes until `total` is through. */
function send(pace: Pace, total: number, line: { bytesPerSecond: number; roundTripMs: number }): number[] {
	const waits: number[] = [];
	for (let left = total; left > 0; left -= pace.bytes) {
		const wait = (pace.bytes * pace.ahead * 1_000) / line.bytesPerSecond + line.roundTripMs;
		waits.push(wait);
		pace.answered(wait);
	}
	return waits;
}

test('on a line of 50 kbit/s no push of a long outbox waits as long as the ten seconds that an answer is given', () => {
	const waits = send(new Pace(), 500_000, { bytesPerSecond: 6_250, roundTripMs: 800 });
	expect(Math.max(...waits)).toBeLessThan(8_000);
});

test('on a fast line a long outbox soon goes in the largest pushes, several ahead of their answers', () => {
	const pace = new Pace();
	send(pace, 1_000_000, { bytesPerSecond: 5_000_000, roundTripMs: 5 });
	expect(pace.bytes).toBe(PUSH_BYTES_MAX);
	expect(pace.ahead).toBeGreaterThan(1);
});

test('after a silence little is sent, and one push at a time', () => {
	const pace = new Pace();
	send(pace, 1_000_000, { bytesPerSecond: 5_000_000, roundTripMs: 5 });
	pace.silent();
	expect([pace.bytes, pace.ahead]).toEqual([6_000, 1]);
});
