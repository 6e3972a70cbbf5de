// Frames and verdicts as they come: everything that waits is applied in one transaction, one transaction at a time.
import type { Frame, ScopeId, Verdict } from '../contract/index.ts';
import { takeFrames } from './incoming.ts';
import type { Line } from './line.ts';
import type { ReceiveSettings } from './receive.ts';

/** The frames of what was accepted are right behind the verdicts, and both are taken in one transaction; this long they are waited for. */
const BEHIND_MS = 20;
/** Slices of one commit arrive together; what still lacks one after this is asked for. */
const HELD_MS = 250;

export interface InboxSettings extends ReceiveSettings {
	readonly line: Line;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
	readonly pull: () => unknown;
	readonly onReceived: () => void;
}

export class Inbox {
	readonly #settings: InboxSettings;
	#frames: Frame[] = [];
	readonly #verdicts = new Map<number, Verdict>();
	#taking: Promise<void> | undefined;
	/** Scopes whose first page has not come yet: their frames wait. */
	readonly awaited = new Set<ScopeId>();

	constructor(settings: InboxSettings) {
		this.#settings = settings;
	}

	hear(frames: readonly Frame[]): void {
		this.#frames.push(...frames);
		this.take();
	}

	/** Takes in what the server has judged; if the frames of what it accepted get lost, a pull brings them. */
	judged(verdicts: readonly Verdict[]): void {
		const { line } = this.#settings;
		for (const verdict of verdicts) this.#verdicts.set(verdict.seq, verdict);
		if (verdicts.every(({ refused }) => refused === undefined)) {
			line.later('behind', BEHIND_MS, () => {
				this.take();
			});
		} else this.take();
		line.later('verdict', HELD_MS * 4, () => {
			if (this.#verdicts.size > 0) this.#settings.pull();
		});
	}

	/** What was heard in a former life of the server says nothing about this one. */
	forget(): void {
		this.#frames = [];
		this.#verdicts.clear();
	}

	lost(): void {
		this.forget();
		this.awaited.clear();
	}

	/** Resolves when everything received so far has been applied. */
	async settled(): Promise<void> {
		while (this.#taking) await this.#taking;
	}

	take(): void {
		if (this.#frames.length === 0 && this.#verdicts.size === 0) return;
		if (this.#taking) return;
		this.#taking = this.#settings.line
			.guarded(() => this.#takeAll())
			.then(() => {
				this.#taking = undefined;
			});
	}

	async #takeAll(): Promise<void> {
		const { line, stored, pull, onReceived } = this.#settings;
		let again = true;
		while (again) {
			const frames = this.#frames;
			const verdicts = new Map(this.#verdicts);
			this.#frames = [];
			// Frames that could not be applied are let go: a pull, after a pause, brings what they held.
			const taken = await stored(() => takeFrames(this.#settings, { frames, verdicts, filling: this.awaited }));
			for (const seq of taken.left) this.#verdicts.delete(seq);
			again = this.#frames.length > 0 || [...this.#verdicts.keys()].some((seq) => !verdicts.has(seq));
			this.#frames = [...taken.held, ...this.#frames];
			if (frames.length > 0) onReceived();
			if (taken.gap) line.later('gap', 0, pull);
			else if (taken.held.some(({ scope }) => !this.awaited.has(scope))) {
				line.later('held', HELD_MS, () => {
					this.#frames = this.#frames.filter(({ scope }) => this.awaited.has(scope));
					pull();
				});
			}
		}
	}
}
