// The language of the screen: Swedish first, English complete; a choice of the device, not of the person.
import { createSubscriber } from 'svelte/reactivity';

export const LANGUAGES = ['sv', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

let chosen: Language = 'sv';
const listeners = new Set<() => void>();
const follow = createSubscriber((update) => {
	listeners.add(update);
	return () => listeners.delete(update);
});

/** The language now; inside a component or `$derived`, a change of it is followed. */
export function language(): Language {
	follow();
	return chosen;
}

export function setLanguage(next: Language): void {
	chosen = next;
	for (const update of listeners) update();
}
