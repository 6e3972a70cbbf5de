// What is typed in a field until it is sent: a crash, a lock, a reload or a cancelled dialog takes none of it.
import type { Instant } from '#lib/kernel/index.ts';
import type { Workspace } from '../workspace.ts';

/** A draft is on disk this long after the last key. */
const AFTER_MS = 300;
/** When the storage is lost for a moment, it is tried again this often. */
const RETRY_MS = 2_000;

export class Draft {
	text = $state('');
	readonly #workspace: Pick<Workspace, 'draft' | 'keepDraft'>;
	readonly #key: string;
	readonly #begin: string;
	#from: Instant | undefined = $state();
	/** What lies on disk; undefined until that has been read, and until then nothing is written over it. */
	#kept: string | undefined;
	#reading: Promise<void> | undefined;

	/** `begin` is what the field holds where nothing was typed before; as long as it is only that, it is no draft. */
	constructor(workspace: Pick<Workspace, 'draft' | 'keepDraft'>, key: string, begin = '') {
		this.#workspace = workspace;
		this.#key = key;
		this.#begin = begin;
	}

	/** When the text that was offered again was typed; undefined where none was. */
	get from(): Instant | undefined {
		return this.#from;
	}

	/** Puts what lies on disk into the field, before whatever has been typed meanwhile. */
	offer(): Promise<void> {
		this.#reading ??= this.#read().catch((error: unknown) => {
			this.#reading = undefined;
			throw error;
		});
		return this.#reading;
	}

	/** Puts the text on disk. */
	async keep(): Promise<void> {
		await this.offer();
		const typed = this.#typed;
		if (typed === this.#kept) return;
		await this.#workspace.keepDraft(this.#key, typed);
		this.#kept = typed;
	}

	/**
	 * Puts the text on disk after a pause, again and again until the storage takes it, or the returned function is called.
	 * An effect that calls it runs again with each key.
	 */
	keepAfterPause(): () => void {
		if (this.#typed === this.#kept) return () => undefined;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let stopped = false;
		const keepAfter = (ms: number): void => {
			timer = setTimeout(() => {
				this.keep().catch(() => {
					if (!stopped) keepAfter(RETRY_MS);
				});
			}, ms);
		};
		keepAfter(AFTER_MS);
		return () => {
			stopped = true;
			clearTimeout(timer);
		};
	}

	/** Empties the field once its text is saved. */
	async clear(): Promise<void> {
		this.text = '';
		this.#from = undefined;
		await this.keep();
	}

	get #typed(): string {
		return this.text === this.#begin ? '' : this.text;
	}

	async #read(): Promise<void> {
		const stored = await this.#workspace.draft(this.#key);
		this.#kept = stored?.text ?? '';
		if (!stored || stored.text === '') {
			if (this.text === '') this.text = this.#begin;
			return;
		}
		this.#from = stored.at;
		this.text = this.text.trim() === '' ? stored.text : `${stored.text}\n${this.text}`;
	}
}
