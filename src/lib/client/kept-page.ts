// Where a person was when their replica was shut: they are there again when they come back. Sealed like a draft, since an address may hold what was searched for.
import { goto } from '$app/navigation';
import { resolve } from '$app/paths';
import type { App } from './app.svelte.ts';

const KEY = 'page';

export class KeptPage {
	readonly #app: Pick<App, 'draft' | 'keepDraft'>;

	constructor(app: Pick<App, 'draft' | 'keepDraft'>) {
		this.#app = app;
	}

	/** `here` is true in the tab that was locked; another tab of the same person keeps its page only where that one has none. */
	async keep(here: boolean): Promise<void> {
		const { pathname, search, hash } = location;
		// Where everyone begins.
		if (pathname === '/' || (!here && (await this.#app.draft(KEY)))) return;
		await this.#app.keepDraft(KEY, pathname + search + hash);
	}

	/** Once, and only from the front page: whoever has followed an address wants to be there. */
	async open(): Promise<void> {
		const kept = await this.#app.draft(KEY);
		if (!kept) return;
		await this.#app.keepDraft(KEY, '');
		// Any address of the app: it was where the browser was.
		const address = kept.text as '/';
		if (location.pathname === '/' && address.startsWith('/')) await goto(resolve(address), { replaceState: true });
	}
}
