// The browser's own offer to install the app, kept from when it is made until someone takes it.
import { createSubscriber } from 'svelte/reactivity';

/** Chromium's event; not in the standard, so not in TypeScript's own types either. */
interface InstallOffer extends Event {
	prompt: () => Promise<unknown>;
}

function isOffer(event: Event): event is InstallOffer {
	return 'prompt' in event && typeof event.prompt === 'function';
}

class Installing {
	#offer: InstallOffer | undefined;
	readonly #listeners = new Set<() => void>();
	readonly #follow = createSubscriber((update) => {
		this.#listeners.add(update);
		return () => this.#listeners.delete(update);
	});

	/** Listens from the start of the app: the browser makes its offer once, whatever page is shown. */
	begin(): void {
		window.addEventListener('beforeinstallprompt', (event) => {
			if (!isOffer(event)) return;
			// The browser's own bar would lie over the log.
			event.preventDefault();
			this.#set(event);
		});
		window.addEventListener('appinstalled', () => {
			this.#set(undefined);
		});
	}

	/** Whether there is an offer to take; followed by Svelte. */
	get offered(): boolean {
		this.#follow();
		return this.#offer !== undefined;
	}

	/** An offer can be taken once, whatever the answer. */
	async take(): Promise<void> {
		const offer = this.#offer;
		this.#set(undefined);
		await offer?.prompt();
	}

	#set(offer: InstallOffer | undefined): void {
		this.#offer = offer;
		for (const update of this.#listeners) update();
	}
}

export const installing = new Installing();

export function isInstalled(): boolean {
	return matchMedia('(display-mode: standalone)').matches;
}

/** Apple's browsers make no offer; an iPad says that it is a Mac, but one with fingers. */
export function isApplePad(): boolean {
	return (
		/iPad|iPhone/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
	);
}
