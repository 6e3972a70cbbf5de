// Who else is where, just now: a word that lives ten seconds, is never stored, and is promised to nobody.
import { Present, type ScopeId } from '../contract/index.ts';
import type { Timers } from './channel.ts';

/** How long a word lives; said again well before that, so that one lost on the way does no harm. */
const LIFE_MS = 10_000;
const SAY_MS = 4_000;

export interface Place {
	readonly scope: ScopeId;
	/** What one is looking at, a word of the feature's. */
	readonly place: string;
}

export interface PresenceSettings {
	readonly timers: Timers;
	/** Says a place to everyone else in its scope, once, without promise of arrival. */
	readonly say: (place: Place) => void;
	readonly onChange: (present: readonly Present[]) => void;
}

export class Presence {
	readonly #settings: PresenceSettings;
	/** Person and scope → the last word, and how to cancel its end. */
	readonly #words = new Map<string, { readonly present: Present; readonly cancel: () => void }>();

	constructor(settings: PresenceSettings) {
		this.#settings = settings;
	}

	/** Takes in a message of the server; one of another shape is no word. */
	hear(message: unknown): void {
		const { success, data: present } = Present.safeParse(message);
		if (!success) return;
		const key = `${present.personId} ${present.scope}`;
		this.#words.get(key)?.cancel();
		const cancel = this.#settings.timers.after(LIFE_MS, () => {
			this.#words.delete(key);
			this.#tell();
		});
		this.#words.set(key, { present, cancel });
		this.#tell();
	}

	/** Says where this person is until the returned function is called. */
	stay(place: Place): () => void {
		let cancel = (): void => undefined;
		const say = (): void => {
			this.#settings.say(place);
			cancel = this.#settings.timers.after(SAY_MS, say);
		};
		say();
		return () => {
			cancel();
		};
	}

	#tell(): void {
		this.#settings.onChange([...this.#words.values()].map(({ present }) => present));
	}
}
