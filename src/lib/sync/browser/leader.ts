// One tab leads: it alone owns the line to the server. The others write to the same database and wake it.

export interface LeaderSettings {
	/** One lock and one broadcast channel per replica. */
	readonly name: string;
	readonly locks: LockManager;
	readonly lead: () => void;
	readonly follow: () => void;
	/** A message from another tab. */
	readonly heard: (message: unknown) => void;
}

const BEAT_MS = 1_000;
/** A leader that is silent this long, and for one beat more, is frozen or dead: its lock is stolen within five seconds (promise R19). */
const SILENT_MS = 3_000;
const BEAT = 'beat';

export class Leadership {
	readonly #settings: LeaderSettings;
	readonly #broadcast: BroadcastChannel;
	#leading = false;
	#closed = false;
	#resign: (() => void) | undefined;
	#lastBeat = Date.now();
	/** The last look found the leader silent. */
	#doubted = false;
	readonly #timer: ReturnType<typeof setInterval>;

	constructor(settings: LeaderSettings) {
		this.#settings = settings;
		this.#broadcast = new BroadcastChannel(settings.name);
		this.#broadcast.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (data === BEAT) {
				this.#lastBeat = Date.now();
				this.#doubted = false;
			} else settings.heard(data);
		};
		this.#timer = setInterval(() => {
			this.#tick();
		}, BEAT_MS);
		void this.#apply({});
	}

	tell(message: unknown): void {
		if (!this.#closed) this.#broadcast.postMessage(message);
	}

	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		this.#resign?.();
		this.#broadcast.close();
	}

	#tick(): void {
		if (this.#leading) this.tell(BEAT);
		else if (Date.now() - this.#lastBeat <= SILENT_MS) this.#doubted = false;
		// A page that itself slept sees an old beat too: it gives the leader one more beat to speak.
		else if (!this.#doubted) this.#doubted = true;
		else {
			this.#lastBeat = Date.now();
			this.#doubted = false;
			void this.#apply({ steal: true });
		}
	}

	async #apply(options: { steal?: boolean }): Promise<void> {
		try {
			await this.#settings.locks.request(this.#settings.name, options, () => {
				if (this.#closed) return undefined;
				this.#leading = true;
				this.tell(BEAT);
				this.#settings.lead();
				return new Promise<void>((resolve) => (this.#resign = resolve));
			});
		} catch (error) {
			// AbortError: the lock was stolen because this tab seemed frozen. It follows, and stands in line again.
			if (!(error instanceof DOMException) || error.name !== 'AbortError') throw error;
			if (this.#closed) return;
			if (this.#leading) {
				this.#leading = false;
				this.#lastBeat = Date.now();
				this.#settings.follow();
			}
			void this.#apply({});
		}
	}
}
