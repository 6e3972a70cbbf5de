// From what a clock in Sweden shows to the moment that was meant, also in the two nights when the clocks are changed.
import { dayBand, isoDay, timeOfDay } from '#lib/i18n/index.ts';
import { DAY_MS, MINUTE_MS, type Instant } from '#lib/kernel/index.ts';

const HOUR_MS = 60 * MINUTE_MS;
const stockholm = new Intl.DateTimeFormat('sv-SE', {
	timeZone: 'Europe/Stockholm',
	dateStyle: 'short',
	timeStyle: 'short'
});

/**
 * The moments at which the clocks in Stockholm show `time` on `day`, earliest first.
 *
 * Shapes:  `day` as 2026-10-25, `time` as 02:30. One moment; two in the hour that October repeats; in the hour that
 *          March leaves out, the one that a clock which nobody has changed would mean. Never empty.
 * Errors:  none; a day that no calendar has gives `NaN`.
 * Source:  case C27.
 */
export function momentsOf(day: string, time: string): readonly [Instant, ...Instant[]] {
	const asUtc = Date.parse(`${day}T${time}:00Z`);
	const [winter, summer] = [asUtc - HOUR_MS, asUtc - 2 * HOUR_MS];
	if (!reads(summer, day, time)) return [winter];
	return reads(winter, day, time) ? [summer, winter] : [summer];
}

/**
 * The moment nearest to `near`, and not later than `now`, at which the clocks in Stockholm show `time`; `undefined` where
 * `time` is no time of day.
 *
 * Shapes:  `time` as people type it: 14:05, 14.05 or 1405.
 */
export function momentNear(time: string, { near, now }: { near: Instant; now: Instant }): Instant | undefined {
	const typed = /^([01]?\d|2[0-3])[.:]?([0-5]\d)$/.exec(time.trim());
	if (!typed) return undefined;
	const clock = `${typed[1]?.padStart(2, '0') ?? ''}:${typed[2] ?? ''}`;
	return [near - DAY_MS, near, near + DAY_MS]
		.flatMap((at) => momentsOf(isoDay(at), clock))
		.filter((moment) => moment <= now)
		.toSorted((one, other) => Math.abs(one - near) - Math.abs(other - near))[0];
}

/** The time of day, with the day where that is not today: `tisdag 24 november 23:58`. */
export function momentText(at: Instant, now: Instant): string {
	return isoDay(at) === isoDay(now) ? timeOfDay(at) : `${dayBand(at)} ${timeOfDay(at)}`;
}

function reads(at: Instant, day: string, time: string): boolean {
	return !Number.isNaN(at) && stockholm.format(at) === `${day} ${time}`;
}
