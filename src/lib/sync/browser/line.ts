// One connection's life: work begun on an earlier line knows that it is over, and silence is met by trying again.
import type { Welcome } from '../contract/index.ts';
import type { Timers } from './channel.ts';

/** The server did not answer in time, or the line broke. */
export class Silence extends Error {
	override readonly name = 'Silence';
}

/** What goes unanswered is tried again after this, doubled each time up to the longest. */
const RETRY_MS = 500;
const RETRY_LONGEST_MS = 15_000;

export interface LineSettings {
	readonly timers: Timers;
	/** A bug or a broken answer: logged once by the caller. */
	readonly onProblem: (error: unknown) => void;
	/** Everything that may have been left undone is begun anew. */
	readonly again: () => void;
}

export class Line {
	readonly #settings: LineSettings;
	readonly #cancels = new Map<string, () => void>();
	readonly #whenLost = new Set<() => void>();
	#number = 0;
	#closed = false;
	#retry = RETRY_MS;
	/** The server's greeting; undefined while there is no contact. */
	welcome: Welcome | undefined;

	constructor(settings: LineSettings) {
		this.#settings = settings;
	}

	/** Raised at each connect and disconnect. */
	get number(): number {
		return this.#number;
	}

	get closed(): boolean {
		return this.#closed;
	}

	isOver(number: number): boolean {
		return this.#closed || number !== this.#number;
	}

	/** A new line begins; its number. */
	renew(): number {
		this.#number += 1;
		return this.#number;
	}

	/** The server has answered well: the next silence is tried again soon. */
	steady(): void {
		this.#retry = RETRY_MS;
	}

	lose(): void {
		this.#number += 1;
		this.welcome = undefined;
		for (const cancel of this.#cancels.values()) cancel();
		this.#cancels.clear();
		for (const tell of this.#whenLost) tell();
		this.#whenLost.clear();
	}

	close(): void {
		this.#closed = true;
		this.lose();
	}

	/** One timer per purpose; a later one replaces it. */
	later(purpose: string, ms: number, work: () => void): void {
		if (this.#closed) return;
		this.#cancels.get(purpose)?.();
		this.#cancels.set(purpose, this.#settings.timers.after(ms, work));
	}

	/** As `later`, after a pause that grows with each silence. */
	afterPause(purpose: string, work: () => void): void {
		this.later(purpose, this.#retry, work);
		this.#retry = Math.min(this.#retry * 2, RETRY_LONGEST_MS);
	}

	/** Silence of the server is ordinary. Anything else is told. */
	tell(error: unknown): void {
		if (!(error instanceof Silence)) this.#settings.onProblem(error);
	}

	/** `work`, or silence as soon as the line is lost: nothing of a lost line may hold up the next one. */
	async whileAlive<T>(work: Promise<T>): Promise<T> {
		const { promise: lost, reject } = Promise.withResolvers<never>();
		const tell = (): void => {
			reject(new Silence('The line was lost'));
		};
		this.#whenLost.add(tell);
		try {
			return await Promise.race([work, lost]);
		} finally {
			this.#whenLost.delete(tell);
		}
	}

	/** Runs work of this line; when it fails the line is checked and tried again. */
	async guarded(work: () => Promise<unknown>): Promise<void> {
		const line = this.#number;
		try {
			await work();
		} catch (error) {
			if (this.isOver(line)) return;
			this.tell(error);
			this.afterPause('again', this.#settings.again);
		}
	}
}
