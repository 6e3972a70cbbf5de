// How much is sent at once: a slow line is found out with little, and a long outbox must not fill it until it breaks.
import { PUSH_BYTES_MAX } from '../contract/index.ts';

/** At 50 kbit/s about a second; a push of this size gets through wherever anything does. */
const LEAST_BYTES = 6_000;
const FIRST_BYTES = 32_000;
/** An answer at once lets the next push be four times as large, a soon one twice, a slow one half. */
const AT_ONCE_MS = 200;
const SOON_MS = 1_000;
const SLOW_MS = 3_000;
/** Pushes under way at once when the line is fast: a long outbox does not wait for each answer. */
const AHEAD = 4;

export class Pace {
	/** The size of one push, in characters of JSON. */
	bytes = FIRST_BYTES;
	/** Pushes sent without waiting for the answer between. */
	ahead = 1;

	answered(afterMs: number): void {
		const growth = afterMs <= AT_ONCE_MS ? 4 : 2;
		if (afterMs <= SOON_MS) this.bytes = Math.min(this.bytes * growth, PUSH_BYTES_MAX);
		else if (afterMs > SLOW_MS) this.bytes = Math.max(LEAST_BYTES, this.bytes / 2);
		this.ahead = this.bytes === PUSH_BYTES_MAX && afterMs <= SOON_MS ? AHEAD : 1;
	}

	silent(): void {
		this.bytes = LEAST_BYTES;
		this.ahead = 1;
	}
}
