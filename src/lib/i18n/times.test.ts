import { expect, test } from 'vitest';
import { ageText, buildText, dayStart, elapsedText, isoDay, timeOfDay } from './times.ts';

test('the two hours that both read 02:30 when summer time ends are told apart', () => {
	// C27
	expect(timeOfDay(Date.parse('2026-10-25T00:30Z'))).toBe('02:30 sommartid');
	expect(timeOfDay(Date.parse('2026-10-25T01:30Z'))).toBe('02:30 normaltid');
});

test('every other hour is just its time of day', () => {
	expect(timeOfDay(Date.parse('2026-10-24T23:30Z'))).toBe('01:30');
	expect(timeOfDay(Date.parse('2026-10-25T02:30Z'))).toBe('03:30');
	expect(timeOfDay(Date.parse('2026-03-29T00:30Z'))).toBe('01:30');
	expect(timeOfDay(Date.parse('2026-07-01T12:31Z'))).toBe('14:31');
});

test.each([
	[30_000, 'just nu'],
	[12 * 60_000, '12 min sedan'],
	[26 * 3_600_000, '1 dag sedan'],
	[3 * 86_400_000, '3 dagar sedan'],
	[420 * 86_400_000, '13 mån sedan']
])('something %i ms old reads “%s”', (ms, text) => {
	expect(ageText(1_000_000_000_000, 1_000_000_000_000 + ms)).toBe(text);
});

test('a version is told by when it was built, and by its name where that is no time', () => {
	expect(buildText('1764052020000')).toBe('25 november 2025 07:27');
	expect(buildText('0.1.0')).toBe('0.1.0');
});

test('an exercise of three hours and twelve minutes reads 3:12', () => {
	expect(elapsedText(192 * 60_000)).toBe('3:12');
});

test.each([
	['2026-11-24T23:00Z', '2026-11-25'],
	['2026-07-01T21:59Z', '2026-07-01'],
	['2026-07-01T22:00Z', '2026-07-02']
])('in Stockholm %s belongs to %s', (at, day) => {
	expect(isoDay(Date.parse(at))).toBe(day);
});

test.each([
	['2026-11-25', '2026-11-24T23:00Z'],
	['2026-07-02', '2026-07-01T22:00Z'],
	['2026-03-29', '2026-03-28T23:00Z'],
	['2026-10-25', '2026-10-24T22:00Z']
])('%s begins in Stockholm at %s', (day, at) => {
	expect(dayStart(day)).toBe(Date.parse(at));
});

test.each(['', '2026-02-30', 'i morgon'])('“%s” is no day and begins never', (day) => {
	expect(dayStart(day)).toBeUndefined();
});
