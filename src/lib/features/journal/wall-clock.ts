// From what a clock in Sweden shows to the moment that was meant, also in the two nights when the clocks are changed.
import { MINUTE_MS, type Instant } from '#lib/kernel/index.ts';

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

function reads(at: Instant, day: string, time: string): boolean {
	return !Number.isNaN(at) && stockholm.format(at) === `${day} ${time}`;
}
