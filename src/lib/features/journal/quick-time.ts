// A time at the start of what someone types: “14.05 Bron är avstängd” happened at 14:05.
import { isoDay } from '#lib/i18n/index.ts';
import { DAY_MS, MINUTE_MS, type Instant } from '#lib/kernel/index.ts';
import { momentsOf } from './wall-clock.ts';

const CLOCK = /^(?:kl(?:ockan|\.)?\s*|at\s+)?([01]?\d|2[0-3])[.:]([0-5]\d)\s+(?=\S)/iu;
const AGO = /^(?:för\s+)?(\d{1,3})\s*(min|tim|h)[a-zåäö]*\s+(?:sedan|sen|ago)[\s,:]+(?=\S)/iu;
/** A time this far ahead is a clock that differs, not one that is planned. */
const AHEAD_MS = 5 * MINUTE_MS;
/** “22.15 möte” written at 14 is a plan and no report from yesterday: a time of day reaches this far back. */
const BACK_MS = 12 * 60 * MINUTE_MS;

export interface QuickTime {
	/** Never later than now. */
	readonly happenedAt: Instant;
	/** What is left of the text. */
	readonly rest: string;
}

/**
 * The time that `text` begins with – “14.05 ”, “kl 14:05 ”, “för 10 min sedan ” – or `undefined`.
 *
 * Units:   `now` in ms; the time of day is Stockholm's, whatever zone the device is set to.
 * Shapes:  a time of day that was not within the last twelve hours is part of the text; one that the clocks show twice
 *          is the later one.
 */
export function parseQuickTime(text: string, now: Instant): QuickTime | undefined {
	const ago = AGO.exec(text);
	if (ago) {
		const minutes = Number(ago[1]) * (ago[2]?.toLowerCase() === 'min' ? 1 : 60);
		return { happenedAt: now - minutes * MINUTE_MS, rest: text.slice(ago[0].length) };
	}
	const clock = CLOCK.exec(text);
	if (!clock) return undefined;
	const time = `${clock[1]?.padStart(2, '0') ?? ''}:${clock[2] ?? ''}`;
	const today = isoDay(now);
	const moments = [...momentsOf(today, time), ...momentsOf(dayBefore(today), time)];
	const meant = moments.filter((moment) => moment >= now - BACK_MS && moment <= now + AHEAD_MS);
	if (meant.length === 0) return undefined;
	const last = Math.max(...meant);
	return { happenedAt: Math.min(last, now), rest: text.slice(clock[0].length) };
}

function dayBefore(day: string): string {
	return new Date(Date.parse(`${day}T12:00Z`) - DAY_MS).toISOString().slice(0, 10);
}
