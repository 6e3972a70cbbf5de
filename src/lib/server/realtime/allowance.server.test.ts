import { expect, test } from 'vitest';
import { Allowance } from './allowance.server.ts';

const MIB = 1024 * 1024;

function begun(): { allowance: Allowance; clock: { now: number } } {
	const clock = { now: 1_000_000 };
	return { allowance: new Allowance(() => clock.now), clock };
}

test('a device that comes back with 20,000 entries is heard out, as fast as it can send', () => {
	const { allowance } = begun();
	let unheard = 0;
	for (let entry = 0; entry < 20_000; entry += 1) {
		if (!allowance.heard(600) || !allowance.takes('push')) unheard += 1;
	}
	expect(unheard).toBe(0);
});

test('a device that writes 200 entries a second, each in a push of its own, is heard for an hour', () => {
	const { allowance, clock } = begun();
	let unheard = 0;
	for (let push = 0; push < 200 * 3_600; push += 1, clock.now += 5) {
		if (!allowance.heard(600) || !allowance.takes('push')) unheard += 1;
	}
	expect(unheard).toBe(0);
});

test('a line that sends more than it may gets no answers, and gets them again when it has waited', () => {
	const { allowance, clock } = begun();
	for (let n = 0; n < 130; n += 1) expect(allowance.heard(MIB)).toBe(true);
	expect(allowance.takes('push')).toBe(false);
	clock.now += 10_000;
	expect(allowance.takes('push')).toBe(true);
});

test('a line that goes on regardless is ended, whether by large packets or by very many', () => {
	const large = begun().allowance;
	for (let n = 0; n < 255; n += 1) expect(large.heard(MIB)).toBe(true);
	expect([large.heard(MIB), large.heard(MIB)]).toContain(false);
	const many = begun().allowance;
	let packets = 0;
	while (many.heard(0)) packets += 1;
	expect(packets).toBeGreaterThan(1_000_000);
});

test.each([
	['hello', 200],
	['enrol', 200],
	['pull', 1_000],
	['presence', 60]
])('%s is answered %i times in ten seconds', (event, times) => {
	const { allowance, clock } = begun();
	for (let n = 0; n < times; n += 1) expect(allowance.takes(event)).toBe(true);
	expect(allowance.takes(event)).toBe(false);
	expect(allowance.takes('push')).toBe(true);
	clock.now += 20_000;
	expect(allowance.takes(event)).toBe(true);
});

test('two hundred messages of nonsense in ten seconds are borne with, the next one is not', () => {
	const { allowance, clock } = begun();
	for (let n = 0; n < 200; n += 1) expect(allowance.misunderstood()).toBe(true);
	expect(allowance.misunderstood()).toBe(false);
	clock.now += 10_000;
	expect(allowance.misunderstood()).toBe(true);
});

test('a clock that is set back neither gives nor takes anything', () => {
	const { allowance, clock } = begun();
	for (let n = 0; n < 60; n += 1) allowance.takes('presence');
	clock.now -= 3_600_000;
	expect(allowance.takes('presence')).toBe(false);
	clock.now += 1_000;
	expect(allowance.takes('presence')).toBe(true);
});
