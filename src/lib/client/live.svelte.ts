// A live query as a value that Svelte follows.
import { createSubscriber } from 'svelte/reactivity';
import type { Replica } from '#lib/sync/browser/index.ts';

export class Live<T> {
	readonly #subscribe: () => void;
	#value: T | undefined;

	/** Starts with the first reader of `value` and ends with the last; make a new one when the query's parameters change. */
	constructor(replica: Replica, tables: readonly string[], query: () => Promise<T>) {
		this.#subscribe = createSubscriber((update) =>
			replica.live(tables, query, (value) => {
				this.#value = value;
				update();
			})
		);
	}

	/** `undefined` until the first answer. */
	get value(): T | undefined {
		this.#subscribe();
		return this.#value;
	}
}
