// Time and chance of a simulated world: nothing happens but what is due, and the same seed gives the same run.
import { seededRandom, type Random } from '#lib/kernel/index.ts';
import type { Timers } from '#lib/sync/browser/index.ts';

interface Due {
	readonly at: number;
	readonly order: number;
	readonly work: () => void;
}

/** 25 November 2026, 08:00 in Stockholm: what the world's clock reads when a run begins. */
const BEGIN = Date.parse('2026-11-25T07:00:00Z');

export class Scheduler {
	readonly random: Random;
	now = BEGIN;
	readonly #due: Due[] = [];
	#order = 0;

	constructor(seed: number) {
		this.random = seededRandom(seed);
	}

	after(ms: number, work: () => void): () => void {
		const due = { at: this.now + ms, order: (this.#order += 1), work };
		this.#due.push(due);
		return () => {
			const index = this.#due.indexOf(due);
			if (index >= 0) this.#due.splice(index, 1);
		};
	}

	/** Timers that die with their owner: after `alive` turns false nothing of it runs. */
	timers(alive: () => boolean): Timers {
		return {
			after: (ms, work) =>
				this.after(ms, () => {
					if (alive()) work();
				})
		};
	}

	/** Does the next thing that is due before `end`; false when there is none. */
	step(end: number): boolean {
		let next: Due | undefined;
		for (const due of this.#due) {
			if (!next || due.at < next.at || (due.at === next.at && due.order < next.order)) next = due;
		}
		if (!next || next.at > end) {
			this.now = Math.max(this.now, end);
			return false;
		}
		this.#due.splice(this.#due.indexOf(next), 1);
		this.now = Math.max(this.now, next.at);
		next.work();
		return true;
	}

	chance(share: number): boolean {
		return this.random.fraction() < share;
	}

	/** A whole number from 0 to below `limit`. */
	below(limit: number): number {
		return Math.floor(this.random.fraction() * limit);
	}

	pick<T>(items: readonly T[]): T {
		const item = items[this.below(items.length)];
		if (item === undefined) throw new Error('Nothing to pick from');
		return item;
	}
}
