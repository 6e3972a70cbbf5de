import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '#lib/kernel/index.ts';
import { momentsOf } from './wall-clock.ts';
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

test('a time that has not come yet today was yesterday; a few minutes ahead is a clock that differs', () => {
	expect(read('22.15 larm')).toEqual(['2026-11-24T21:15', 'larm']);
	expect(read('14.10 larm')).toEqual(['2026-11-25T13:05', 'larm']);
	expect(read('14.11 larm')).toEqual(['2026-11-24T13:11', 'larm']);
});

test('just after midnight 23.58 was two minutes ago', () => {
	expect(read('23.58 larm', Date.parse('2026-11-24T23:00Z'))).toEqual(['2026-11-24T22:58', 'larm']);
});

test('on the days when the clocks are changed the time of day is still the one on the wall', () => {
	// C27
	expect(read('14.00 larm', Date.parse('2026-10-25T13:30Z'))).toEqual(['2026-10-25T13:00', 'larm']);
	expect(read('14.00 larm', Date.parse('2026-03-29T12:30Z'))).toEqual(['2026-03-29T12:00', 'larm']);
	expect(read('22.00 larm', Date.parse('2026-10-25T13:30Z'))).toEqual(['2026-10-24T20:00', 'larm']);
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

const moment = fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2028-01-01T00:00Z') });
const twoDigits = (most: number) => fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));

test('what someone says has happened is never later than now and at most a day and an hour ago', () => {
	fc.assert(
		fc.property(moment, twoDigits(23), twoDigits(59), (now, hour, minute) => {
			const quick = parseQuickTime(`${hour}.${minute} larm`, now);
			expect(quick?.rest).toBe('larm');
			expect(quick?.happenedAt).toBeLessThanOrEqual(now);
			expect(quick?.happenedAt).toBeGreaterThan(now - DAY_MS - 3_600_000);
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
