// What one line may ask of the server: counted at once and without a promise, so that what a device says stays in its order.

const MINUTE_MS = 60_000;
const MIB = 1024 * 1024;

/**
 * Heard from one line in a minute. A device that was away for a week sends 20,000 entries, 12 MiB, in seconds and must not be
 * held up; pushes are therefore counted by their bytes and not by their number.
 */
const BYTES = 128 * MIB;
/** Each packet is counted as so many bytes more: an empty one costs something too. */
const PACKET_BYTES = 200;

const SEEN_MS = 10_000;
/** In ten seconds. A first pull of a long absence asks for page after page, each as soon as it has the one before. */
const TIMES: Readonly<Record<string, number>> = { enrol: 200, hello: 200, pull: 1_000, presence: 60 };
/** Messages of the wrong shape in ten seconds; a device that is only too old sends one and waits. */
const MISUNDERSTOOD = 200;

/** Fills up evenly to its size in its time. */
class Bucket {
	readonly #size: number;
	readonly #perMs: number;
	#level: number;
	#at: number;

	constructor(size: number, fullInMs: number, now: number) {
		this.#size = size;
		this.#perMs = size / fullInMs;
		this.#level = size;
		this.#at = now;
	}

	/** What is left after taking `amount`; below zero when it was not there. */
	take(amount: number, now: number): number {
		const filled = this.#level + Math.max(0, now - this.#at) * this.#perMs;
		this.#at = now;
		this.#level = Math.max(-this.#size, Math.min(this.#size, filled) - amount);
		return this.#level;
	}
}

export class Allowance {
	readonly #now: () => number;
	readonly #bytes: Bucket;
	readonly #misunderstood: Bucket;
	readonly #times = new Map<string, Bucket>();

	constructor(now: () => number) {
		this.#now = now;
		this.#bytes = new Bucket(BYTES, MINUTE_MS, now());
		this.#misunderstood = new Bucket(MISUNDERSTOOD, SEEN_MS, now());
	}

	/** Counts a packet. False when the line sends twice what it may and does not wait for answers: it is to be ended. */
	heard(bytes: number): boolean {
		return this.#bytes.take(bytes + PACKET_BYTES, this.#now()) > -BYTES;
	}

	/**
	 * Whether `event` is to be answered now.
	 *
	 * Errors:  where it is not, it goes unanswered: a device takes silence for a slow network, sends less and tries again after a
	 *          growing pause (sender.ts, line.ts); an answer that it does not know would be a bug to it.
	 */
	takes(event: string): boolean {
		const now = this.#now();
		if (this.#bytes.take(0, now) <= 0) return false;
		const most = TIMES[event];
		if (most === undefined) return true;
		let bucket = this.#times.get(event);
		if (!bucket) this.#times.set(event, (bucket = new Bucket(most, SEEN_MS, now)));
		return bucket.take(1, now) >= 0;
	}

	/** Counts a message that was not understood. False when it was one too many and the line is to be ended. */
	misunderstood(): boolean {
		return this.#misunderstood.take(1, this.#now()) >= 0;
	}
}
