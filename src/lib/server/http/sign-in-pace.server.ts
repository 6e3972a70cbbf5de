// Guessing an account's password gets slower and slower, and never so that its owner is kept out.
import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface SignInAttempt {
	/** What was typed as the account's name, known or not: the answer must not tell which. */
	readonly account: string;
	/** As `addressKey` gives it. */
	readonly address: string;
	/** The device that its cookie proves, if any: it is not slowed by others behind its address. */
	readonly deviceId?: string;
}

/** Attempts without a wait: a slip of the finger or two. */
const FREE = 3;
const LONGEST_SECONDS = 60;
/** Attempts from elsewhere, after which the account is taken to be under attack. */
const MANY = 20;
/** What every further attempt on an account under attack waits at least. */
const MILD_SECONDS = 2;
const REMEMBERED_SECONDS = 15 * 60;

export class SignInPace {
	readonly #tries = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: REMEMBERED_SECONDS });
	readonly #pauses = new RateLimiterMemory({ points: 1, duration: LONGEST_SECONDS });
	#turn: Promise<unknown> = Promise.resolve();

	/**
	 * Notes an attempt; the milliseconds to wait, or 0 when it may be tried now.
	 *
	 * Units:   after three attempts from one place the next waits 1, 2, 4 … 60 s. From a place of its own the first attempt never
	 *          waits: a wait that all share would let an attacker take every turn, and so lock the account.
	 * Errors:  none; asking during a wait neither counts nor prolongs it.
	 */
	attempt(attempt: SignInAttempt): Promise<number> {
		// One after the other: a hundred attempts at once must not all find that none has been made.
		const answer = this.#turn.then(() => this.#judged(attempt));
		this.#turn = answer.catch(() => undefined);
		return answer;
	}

	async forget(attempt: SignInAttempt): Promise<void> {
		const { place } = keysOf(attempt);
		await this.#tries.delete(place);
		await this.#pauses.delete(place);
	}

	async #judged(attempt: SignInAttempt): Promise<number> {
		const { place, account } = keysOf(attempt);
		const pause = await this.#pauses.get(place);
		if (pause && pause.msBeforeNext > 0) return pause.msBeforeNext;
		const { consumedPoints: here } = await this.#tries.penalty(place);
		const { consumedPoints: all } = await this.#tries.penalty(account);
		const grown = here < FREE ? 0 : Math.min(LONGEST_SECONDS, 2 ** (here - FREE));
		const seconds = Math.max(grown, all - here >= MANY ? MILD_SECONDS : 0);
		if (seconds > 0) await this.#pauses.block(place, seconds);
		return 0;
	}
}

function keysOf({ account, address, deviceId }: SignInAttempt): { place: string; account: string } {
	const name = account.trim().toLowerCase();
	const place = deviceId === undefined ? `address ${address}` : `device ${deviceId}`;
	// In front of what was typed, so that no name can be typed that is another's key.
	return { place: `${place} ${name}`, account: `account ${name}` };
}
