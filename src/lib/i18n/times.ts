// Times as people here read them: 24 hours, Stockholm's clock, and the repeated hour in October told apart.
import { language } from './language.ts';

const ZONE = 'Europe/Stockholm';
const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs milliseconds, using it microseconds: each is made once. */
function format(
	options: Intl.DateTimeFormatOptions,
	locale = language() === 'sv' ? 'sv-SE' : 'en-GB'
): Intl.DateTimeFormat {
	const key = locale + JSON.stringify(options);
	const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
	formats.set(key, known);
	return known;
}

/** Hours of the difference between Stockholm and UTC at `at`: 1 in winter, 2 in summer. */
function offsetHours(at: number): number {
	const shown = format({ timeZoneName: 'longOffset' }, 'sv-SE').formatToParts(at);
	return Number(/[+-](\d\d)/.exec(shown.find(({ type }) => type === 'timeZoneName')?.value ?? '')?.[1] ?? 0);
}

const HOUR_MS = 3_600_000;

/** True in the hour that the clocks show twice when summer time ends. */
function isRepeatedHour(at: number): boolean {
	return [at - HOUR_MS, at + HOUR_MS].some((other) => clockText(other) === clockText(at));
}

function clockText(at: number): string {
	return format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/**
 * The time of day, `14:31`; in the repeated hour with the kind of time, `02:30 sommartid`.
 *
 * Units:   `at` in ms since 1970-01-01T00:00Z.
 * Source:  case C27 – two entries an hour apart both read 02:30 on the last Sunday of October.
 */
export function timeOfDay(at: number): string {
	const clock = clockText(at);
	if (!isRepeatedHour(at)) return clock;
	const summer = offsetHours(at) === 2;
	if (language() === 'sv') return `${clock} ${summer ? 'sommartid' : 'normaltid'}`;
	return `${clock} ${summer ? 'summer time' : 'winter time'}`;
}

/** `25 november 2026`. */
export function dateText(at: number): string {
	return format({ day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** A build as people can compare it: the moment at which it was made, `25 november 2026 06:47`; another name stays as it is. */
export function buildText(build: string): string {
	const madeAt = /^\d{13}$/.test(build) ? Number(build) : undefined;
	return madeAt === undefined ? build : `${dateText(madeAt)} ${timeOfDay(madeAt)}`;
}

/** `onsdag 25 november`, for the bands between days. */
export function dayBand(at: number): string {
	return format({ weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}

/** The calendar day in Stockholm, `2026-11-25`: equal for two moments of the same day. */
export function isoDay(at: number): string {
	return format({ year: 'numeric', month: '2-digit', day: '2-digit' }, 'sv-SE').format(at);
}

/**
 * The moment at which a day begins in Stockholm; `undefined` for what no calendar has.
 *
 * Shapes:  `day` as 2026-11-25. The clocks are never changed at midnight, so that each day has one beginning.
 */
export function dayStart(day: string): number | undefined {
	const asUtc = Date.parse(`${day}T00:00Z`);
	return [asUtc - 2 * HOUR_MS, asUtc - HOUR_MS].find(
		(at) => !Number.isNaN(at) && isoDay(at) === day && clockText(at) === '00:00'
	);
}

/** How old something is in whole units, for “hämtad för 3 dagar sedan”: `just nu`, `12 min sedan`, `3 dagar sedan`. */
export function ageText(at: number, now: number): string {
	const minutes = Math.max(0, Math.floor((now - at) / 60_000));
	const swedish = language() === 'sv';
	if (minutes < 1) return swedish ? 'just nu' : 'just now';
	if (minutes < 60) return swedish ? `${minutes} min sedan` : `${minutes} min ago`;
	const hours = Math.floor(minutes / 60);
	if (hours < 24) return swedish ? `${hours} tim sedan` : `${hours} h ago`;
	const days = Math.floor(hours / 24);
	if (days < 61)
		return swedish ? `${days} ${days === 1 ? 'dag' : 'dagar'} sedan` : `${days} ${days === 1 ? 'day' : 'days'} ago`;
	const months = Math.floor(days / 30.44);
	return swedish ? `${months} mån sedan` : `${months} months ago`;
}

/** Elapsed time as `3:12` (hours:minutes) – a clock that counts up. */
export function elapsedText(ms: number): string {
	const minutes = Math.max(0, Math.floor(ms / 60_000));
	return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
