// The time that the screen shows: one timer for all, and only while someone looks.
import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 1_000;

export class Clock {
	readonly #follow = createSubscriber((update) => {
		const timer = setInterval(update, TICK_MS);
		return () => {
			clearInterval(timer);
		};
	});
	readonly #now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	get now(): number {
		this.#follow();
		return this.#now();
	}
}
