// Browsers of the bench: persistent profiles, and what a page can tell of itself by the clock.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PASSWORD } from '../support/staff.ts';
import { chromium, type BrowserContext, type Page } from 'playwright';

const CHROMIUM = '/usr/bin/chromium';

export class BenchBrowser {
	readonly profile = mkdtempSync(join(tmpdir(), 'beredd-bench-'));
	#context: BrowserContext | undefined;

	async open(): Promise<Page> {
		this.#context = await chromium.launchPersistentContext(this.profile, {
			executablePath: CHROMIUM,
			args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
			locale: 'sv-SE',
			viewport: { width: 1180, height: 820 }
		});
		await this.#context.addInitScript(watch);
		return this.#context.pages()[0] ?? this.#context.newPage();
	}

	async close(): Promise<void> {
		await this.#context?.close();
		this.#context = undefined;
	}

	remove(): void {
		rmSync(this.profile, { recursive: true, force: true });
	}
}

/** Runs in the page before the app: notes when fifty entries stand there, and how old each new one is that says when it was written. */
function watch(): void {
	const ages: number[] = [];
	const seen = new WeakSet<Element>();
	Reflect.set(window, 'ages', ages);
	new MutationObserver(() => {
		const rows = document.querySelectorAll('ol[aria-label] li time');
		if (rows.length >= 50 && !Reflect.has(window, 'fiftyAt')) Reflect.set(window, 'fiftyAt', performance.now());
		for (const row of document.querySelectorAll('ol[aria-label] li .text')) {
			if (seen.has(row)) continue;
			seen.add(row);
			const written = /@(\d{13})@/.exec(row.textContent)?.[1];
			if (written) ages.push(Date.now() - Number(written));
		}
	}).observe(document, { childList: true, subtree: true });
}

/** Signs in as somebody new, by an invitation, on a device of their own. */
export async function become(
	page: Page,
	url: string,
	name: string,
	invitation: (name: string) => Promise<string>
): Promise<void> {
	await page.goto(url + (await invitation(name)));
	await page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Spara och logga in' }).click();
	await page.waitForSelector('html[data-contact="online"]');
}

/** Ms from navigation until fifty entries stood on the page. */
export async function fiftyShown(page: Page): Promise<number> {
	await page.waitForFunction(() => Reflect.has(window, 'fiftyAt'), undefined, { timeout: 60_000 });
	return page.evaluate(() => Number(Reflect.get(window, 'fiftyAt')));
}

/** Waits until the replica holds `count` entries; the page's clock then, in ms since navigation and since 1970. */
export function heldAll(page: Page, count: number): Promise<{ sinceNavigation: number; at: number }> {
	return page.evaluate(async (wanted) => {
		const pause = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 10));
		const settled = <T>(request: IDBRequest<T>): Promise<T> =>
			new Promise((resolve, reject) => {
				request.onsuccess = () => {
					resolve(request.result);
				};
				request.onerror = () => {
					reject(new Error('IndexedDB does not answer', { cause: request.error }));
				};
			});
		const replicas = async (): Promise<string[]> =>
			(await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('replica') ? [name] : []));
		while ((await replicas()).length === 0) await pause();
		const db = await settled(indexedDB.open((await replicas())[0] ?? ''));
		const entries = (): Promise<number> =>
			settled(db.transaction('journalEntries').objectStore('journalEntries').count());
		while ((await entries()) < wanted) await pause();
		db.close();
		return { sinceNavigation: performance.now(), at: Date.now() };
	}, count);
}

/** Writes in the field as fast as it empties, at most every `everyMs`; how long each took to be saved, in ms. */
export function type(page: Page, count: number, everyMs: number): Promise<number[]> {
	return page.evaluate(
		async ([entries, pause]) => {
			const took: number[] = [];
			for (let n = 0; n < entries; n += 1) {
				const field = document.querySelector('textarea');
				if (!field) throw new Error('No field to write in');
				field.value = `@${Date.now()}@ Vattnet stiger vid kajen, rad ${n}.`;
				field.dispatchEvent(new Event('input', { bubbles: true }));
				const began = performance.now();
				field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
				while (field.value !== '') await new Promise((resolve) => setTimeout(resolve, 0));
				const saved = performance.now() - began;
				took.push(saved);
				await new Promise((resolve) => setTimeout(resolve, Math.max(0, pause - saved)));
			}
			return took;
		},
		[count, everyMs] as const
	);
}
