// A time at the start of what someone types: “14.05 Bron är avstängd” happened at 14:05.
import { DAY_MS, MINUTE_MS } from '#lib/kernel/index.ts';

const CLOCK = /^(?:kl\.?\s*)?([01]?\d|2[0-3])[.:]([0-5]\d)\s+(?=\S)/iu;
const AGO = /^för\s+(\d{1,3})\s*min(?:uter)?\s+sedan[\s,:]+(?=\S)/iu;
/** A time this far ahead is a clock that differs, not tomorrow. */
const AHEAD_MS = 5 * MINUTE_MS;

export interface QuickTime {
	readonly happenedAt: number;
	/** What is left of the text. */
	readonly rest: string;
}

/**
 * The time that `text` begins with, or `undefined`.
 *
 * Units:   `now` in ms; `midnight` is the start of today where the person is, in ms.
 *          A time later than now by over five minutes was yesterday.
 */
export function parseQuickTime(
	text: string,
	{ now, midnight }: { now: number; midnight: number }
): QuickTime | undefined {
	const ago = AGO.exec(text);
	if (ago) return { happenedAt: now - Number(ago[1]) * MINUTE_MS, rest: text.slice(ago[0].length) };
	const clock = CLOCK.exec(text);
	if (!clock) return undefined;
	const today = midnight + (Number(clock[1]) * 60 + Number(clock[2])) * MINUTE_MS;
	const happenedAt = today > now + AHEAD_MS ? today - DAY_MS : today;
	return { happenedAt, rest: text.slice(clock[0].length) };
}
