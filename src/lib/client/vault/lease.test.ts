import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaseOver } from './lease.ts';

const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('whoever turns a tablet’s clock back gains no hour of a lease', () => {
	fc.assert(
		fc.property(time, time, time, (leaseUntil, lastServerTime, deviceTime) => {
			fc.pre(lastServerTime > leaseUntil);
			expect(leaseOver(leaseUntil, { deviceTime, lastServerTime })).toBe(true);
		})
	);
});

test('a lease is over the moment after its last one, by the device’s clock too', () => {
	fc.assert(
		fc.property(time, (until) => {
			expect(leaseOver(until, { deviceTime: until, lastServerTime: 0 })).toBe(false);
			expect(leaseOver(until, { deviceTime: until + 1, lastServerTime: 0 })).toBe(true);
		})
	);
});
