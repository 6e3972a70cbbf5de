import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '#lib/kernel/index.ts';
import { momentNear, momentsOf, momentText } from './wall-clock.ts';
import { parseQuickTime } from './quick-time.ts';

/** Winter: 14:05 in Stockholm. */
const NOW = Date.parse('2026-11-25T13:05Z');
const read = (text: string, now = NOW): [string, string] | undefined => {
	const quick = parseQuickTime(text, now);
	return quick && [new Date(quick.happenedAt).toISOString().slice(0, 16), quick.rest];
};

test.each([
	['13.50 Bron är avstängd', '2026-11-25T12:50', 'Bron är avstängd'],
	['kl 13.50 Bron är avstängd', '2026-11-25T12:50', 'Bron är avstängd'],
	['Kl. 9:05 samling', '2026-11-25T08:05', 'samling'],
	['klockan 13:50 Bron', '2026-11-25T12:50', 'Bron'],
	['at 13:50 the bridge closed', '2026-11-25T12:50', 'the bridge closed'],
	['för 10 min sedan ringde rektor', '2026-11-25T12:55', 'ringde rektor'],
	['För 2 timmar sedan: vattnet steg', '2026-11-25T11:05', 'vattnet steg'],
	['10 minutes ago the head called', '2026-11-25T12:55', 'the head called']
])('“%s” says when it happened', (text, at, rest) => {
	expect(read(text)).toEqual([at, rest]);
});

test.each(['Bron är avstängd', '24.10 Bron', '13.60 Bron', '13.50', '13.50.20 Bron', '1350 personer', '12.500 kronor'])(
	'“%s” begins with no time',
	(text) => {
		expect(parseQuickTime(text, NOW)).toBeUndefined();
	}
);

test('a time that has not come yet is a plan and stays in the text; a few minutes ahead is a clock that differs', () => {
	expect(read('22.15 möte med skolan')).toBeUndefined();
	expect(read('14.10 larm')).toEqual(['2026-11-25T13:05', 'larm']);
	expect(read('14.11 larm')).toBeUndefined();
});

test('a time of day reaches twelve hours back, over midnight too, and no further', () => {
	const two = Date.parse('2026-11-25T01:00Z');
	expect(read('14.00 larm', two)).toEqual(['2026-11-24T13:00', 'larm']);
	expect(read('13.59 larm', two)).toBeUndefined();
});

test('just after midnight 23.58 was two minutes ago', () => {
	expect(read('23.58 larm', Date.parse('2026-11-24T23:00Z'))).toEqual(['2026-11-24T22:58', 'larm']);
});

test('on the days when the clocks are changed the time of day is still the one on the wall', () => {
	// C27
	expect(read('14.00 larm', Date.parse('2026-10-25T13:30Z'))).toEqual(['2026-10-25T13:00', 'larm']);
	expect(read('14.00 larm', Date.parse('2026-03-29T12:30Z'))).toEqual(['2026-03-29T12:00', 'larm']);
	expect(read('22.00 larm', Date.parse('2026-10-25T05:30Z'))).toEqual(['2026-10-24T20:00', 'larm']);
});

test('in the repeated hour the later of the two is meant once it has come, else the earlier', () => {
	// C27
	expect(read('02.30 larm', Date.parse('2026-10-25T00:40Z'))).toEqual(['2026-10-25T00:30', 'larm']);
	expect(read('02.30 larm', Date.parse('2026-10-25T01:40Z'))).toEqual(['2026-10-25T01:30', 'larm']);
});

test('02:30 in the night that has no such hour is what a clock that nobody has changed would mean', () => {
	expect(momentsOf('2026-03-29', '02:30').map((at) => new Date(at).toISOString())).toEqual([
		'2026-03-29T01:30:00.000Z'
	]);
});

test.each([
	['14:50', '2026-11-25T13:50'],
	['14.50', '2026-11-25T13:50'],
	['1450', '2026-11-25T13:50'],
	// Nearer is tomorrow's, but that has not come.
	['02:00', '2026-11-25T01:00'],
	['23:58', '2026-11-24T22:58']
])('a corrected time %s is the one nearest to what was said first, and not to come', (time, at) => {
	const [near, now] = [Date.parse('2026-11-25T14:20Z'), Date.parse('2026-11-25T15:00Z')];
	expect(new Date(momentNear(time, { near, now }) ?? 0).toISOString().slice(0, 16)).toBe(at);
});

test.each(['', '24:00', '12:60', 'nyss', '12'])('“%s” is no time of day', (time) => {
	expect(momentNear(time, { near: NOW, now: NOW })).toBeUndefined();
});

test('a moment of another day is told with its day', () => {
	expect(momentText(Date.parse('2026-11-25T12:50Z'), NOW)).toBe('13:50');
	expect(momentText(Date.parse('2026-11-24T22:58Z'), NOW)).toBe('tisdag 24 november 23:58');
});

const moment = fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2028-01-01T00:00Z') });
const twoDigits = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));

test('a time of day is within the last twelve hours, or the text is left as it is', () => {
	fc.assert(
		fc.property(moment, twoDigits(23), twoDigits(59), (now, hour, minute) => {
			const quick = parseQuickTime(`${hour}.${minute} larm`, now);
			if (!quick) return;
			expect(quick.rest).toBe('larm');
			expect(quick.happenedAt).toBeLessThanOrEqual(now);
			expect(quick.happenedAt).toBeGreaterThanOrEqual(now - DAY_MS / 2);
		})
	);
});

test('the moments of a time of day all read that time in Stockholm', () => {
	const clock = new Intl.DateTimeFormat('sv-SE', {
		timeZone: 'Europe/Stockholm',
		dateStyle: 'short',
		timeStyle: 'short'
	});
	fc.assert(
		fc.property(moment, (at) => {
			const [day = '', time = ''] = clock.format(at).split(' ');
			expect(momentsOf(day, time)).toContain(at - (at % 60_000));
		})
	);
});
