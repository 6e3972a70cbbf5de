import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addressKey } from '../audit/network.server.ts';
import { RateLimits, type LimitName } from './rate-limits.server.ts';

const NOON = Date.parse('2026-11-26T12:00Z');

beforeEach(() => {
	vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
	vi.useRealTimers();
});

const passed = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('an address, or a device', () => {
	test.each<[LimitName, number]>([
		['sign-in', 30],
		['secret-word', 20],
		['socket', 600],
		['fill', 600]
	])('has %s %i times a minute, is then told how long to wait, and others are not', async (name, times) => {
		const limits = new RateLimits();
		for (let n = 0; n < times; n += 1) expect(await limits.take(name, 'one')).toEqual({ ok: true });
		await passed(20_000);
		const refused = { ok: false, code: 'access.slow-down', waitMs: 40_000 };
		expect(await limits.take(name, 'one')).toEqual(refused);
		expect(await limits.take(name, 'one')).toEqual(refused);
		expect(await limits.take(name, 'other')).toEqual({ ok: true });
		await passed(40_001);
		expect(await limits.take(name, 'one')).toEqual({ ok: true });
	});

	test('that takes a new IPv6 address for each attempt is counted as one', async () => {
		const limits = new RateLimits();
		for (let n = 0; n < 20; n += 1) await limits.take('secret-word', addressKey(`2001:db8::${n.toString(16)}`));
		expect(await limits.take('secret-word', addressKey('2001:db8::ffff'))).toMatchObject({ ok: false });
		expect(await limits.take('secret-word', addressKey('2001:db8:0:1::1'))).toEqual({ ok: true });
	});
});

describe('signing in to an account', () => {
	const GUESSER = { account: 'bo', address: '198.51.100.4' };

	async function waitOf(limits: RateLimits, attempt = GUESSER): Promise<number> {
		const taken = await limits.signIn(attempt);
		return taken.ok ? 0 : (taken.waitMs ?? NaN);
	}

	test('waits longer with each attempt from one place, never more than a minute, and never for good', async () => {
		const limits = new RateLimits();
		const waits: number[] = [];
		for (let n = 0; n < 14; n += 1) {
			expect(await waitOf(limits)).toBe(0);
			const wait = await waitOf(limits);
			waits.push(wait / 1_000);
			await passed(wait + 1);
		}
		expect(waits).toEqual(expect.arrayContaining([1, 2, 4, 8, 16, 32, 60]));
		expect(Math.max(...waits)).toBe(60);
		await passed(15 * 60_000);
		expect(await waitOf(limits)).toBe(0);
	});

	test('is not prolonged by asking meanwhile', async () => {
		const limits = new RateLimits();
		for (let n = 0; n < 3; n += 1) await limits.signIn(GUESSER);
		for (let n = 0; n < 50; n += 1) expect(await waitOf(limits)).toBe(1_000);
		await passed(1_001);
		expect(await waitOf(limits)).toBe(0);
	});

	test('is open to its owner while a machine guesses at it from a thousand addresses', async () => {
		const limits = new RateLimits();
		for (let n = 0; n < 1_000; n += 1) await limits.signIn({ account: 'bo', address: `10.0.${n >> 8}.${n & 255}` });
		const owner = { account: 'bo', address: '192.0.2.17' };
		expect(await waitOf(limits, owner)).toBe(0);
		expect(await waitOf(limits, owner)).toBe(2_000);
		await passed(2_001);
		expect(await waitOf(limits, owner)).toBe(0);
	});

	test('on a known device does not wait for a guesser behind the same address', async () => {
		const limits = new RateLimits();
		for (let n = 0; n < 5; n += 1) await limits.signIn(GUESSER);
		expect(await waitOf(limits)).toBeGreaterThan(0);
		expect(await waitOf(limits, { ...GUESSER, deviceId: 'tablet-1' } as typeof GUESSER)).toBe(0);
	});

	test('a hundred times at once gets three tries', async () => {
		const limits = new RateLimits();
		const taken = await Promise.all(Array.from({ length: 100 }, () => limits.signIn(GUESSER)));
		expect(taken.filter(({ ok }) => ok)).toHaveLength(3);
	});

	test('begins anew once it has succeeded, and is the same account in capitals', async () => {
		const limits = new RateLimits();
		for (let n = 0; n < 3; n += 1) await limits.signIn({ ...GUESSER, account: ' BO ' });
		expect(await waitOf(limits)).toBe(1_000);
		await limits.signedIn(GUESSER);
		expect([await waitOf(limits), await waitOf(limits)]).toEqual([0, 0]);
	});
});
