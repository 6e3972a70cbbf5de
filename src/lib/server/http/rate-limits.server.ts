// How much one address, one device or one account may ask for: enough for a whole staff room, too little for a machine that guesses.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ok, type Result } from '#lib/kernel/index.ts';
import { SignInPace, type SignInAttempt } from './sign-in-pace.server.ts';

/** Granted, or how long to wait before it is worth asking again. */
export type Taken = Result<void> & { readonly waitMs?: number };

/** So many in so many seconds. Kept in memory: a restart forgets them, and no disk is needed to say no. */
const LIMITS = {
	/** Sign-in, by address. A staff room behind one address signs in within minutes, not within one. */
	'sign-in': { points: 30, duration: 60 },
	/** Set-up, invitations, break-glass: words nobody guesses, by address. */
	'secret-word': { points: 20, duration: 60 },
	/** Questions that a passkey answers, by address: each is kept for minutes, and a flood of them pushes out those of others. */
	'passkey-question': { points: 120, duration: 60 },
	/** New sockets, by address: two hundred devices behind one, each after a lost network three times. */
	socket: { points: 600, duration: 60 },
	/** Pages of a first fill, by device: a page holds up to 5,000 rows. */
	fill: { points: 600, duration: 60 }
} as const;
export type LimitName = keyof typeof LIMITS;

export class RateLimits {
	readonly #limiters: ReadonlyMap<LimitName, RateLimiterMemory>;
	readonly #signIns = new SignInPace();

	constructor() {
		const names = Object.keys(LIMITS) as LimitName[];
		this.#limiters = new Map(names.map((name) => [name, new RateLimiterMemory(LIMITS[name])]));
	}

	/**
	 * Takes one of `name` for `key`.
	 *
	 * Shapes:  addresses come as `addressKey` gives them, so that IPv6 is counted by /64.
	 * Errors:  `access.slow-down` with the milliseconds to wait; asking meanwhile does not prolong the wait.
	 */
	async take(name: LimitName, key: string): Promise<Taken> {
		const limiter = this.#limiters.get(name);
		if (!limiter) throw new Error(`There is no limit ${name}`);
		try {
			await limiter.consume(key);
			return ok(undefined);
		} catch (refused) {
			if (refused instanceof RateLimiterRes) return slowDown(refused.msBeforeNext);
			throw refused;
		}
	}

	/** As `take`, for an attempt to sign in to an account; it is asked besides `take('sign-in', address)`. */
	async signIn(attempt: SignInAttempt): Promise<Taken> {
		const waitMs = await this.#signIns.attempt(attempt);
		return waitMs > 0 ? slowDown(waitMs) : ok(undefined);
	}

	/** The attempt succeeded: the next one from there need not wait. */
	signedIn(attempt: SignInAttempt): Promise<void> {
		return this.#signIns.forget(attempt);
	}
}

export function slowDown(waitMs: number): Taken {
	return { ok: false, code: 'access.slow-down', waitMs: Math.ceil(waitMs) };
}
