// What is handed out for one use within minutes (challenges, half-way sign-ins). Memory only: after a restart people begin again.
import type { Random } from '#lib/kernel/index.ts';

export interface OneTimeSettings {
	readonly lifeMs: number;
	/** How many are kept; one more pushes the oldest out, so that a flood costs no memory. */
	readonly limit: number;
	readonly now: () => number;
	readonly random: Random;
}

export class OneTime<T> {
	readonly #settings: OneTimeSettings;
	/** Oldest first: all live equally long. */
	readonly #kept = new Map<string, { readonly value: T; readonly endsAt: number }>();

	constructor(settings: OneTimeSettings) {
		this.#settings = settings;
	}

	get size(): number {
		return this.#kept.size;
	}

	/** Keeps `value` and returns the word that fetches it: 32 random bytes in base64url. */
	give(value: T): string {
		const now = this.#settings.now();
		for (const [word, { endsAt }] of this.#kept) {
			if (endsAt >= now && this.#kept.size < this.#settings.limit) break;
			this.#kept.delete(word);
		}
		const word = Buffer.from(this.#settings.random.bytes(32)).toString('base64url');
		this.#kept.set(word, { value, endsAt: now + this.#settings.lifeMs });
		return word;
	}

	/** What `word` stands for, the first time and in time (the last millisecond included); otherwise `undefined`. */
	take(word: string): T | undefined {
		const kept = this.#kept.get(word);
		this.#kept.delete(word);
		return kept && this.#settings.now() <= kept.endsAt ? kept.value : undefined;
	}
}
