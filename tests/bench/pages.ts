// Browsers of the bench: persistent profiles, and what a page can tell of itself by the clock.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { ROOT, until } from '../support/server-process.ts';

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

export async function become(page: Page, url: string, name: string): Promise<void> {
	await page.goto(url);
	await page.getByLabel('Namn').fill(name);
	await page.getByLabel('Roll').fill('Loggförare');
	await page.getByRole('button', { name: 'Fortsätt' }).click();
	await page.waitForSelector('html[data-contact="online"]');
}

/** Ms from navigation until fifty entries stood on the page. */
export async function fiftyShown(page: Page): Promise<number> {
	await page.waitForFunction(() => Reflect.has(window, 'fiftyAt'), undefined, { timeout: 60_000 });
	return page.evaluate(() => Number(Reflect.get(window, 'fiftyAt')));
}

/** Rows in the replica's table. */
export function held(page: Page): Promise<number> {
	return page.evaluate(async () => {
		const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('replica'))?.name ?? '';
		return new Promise<number>((resolve) => {
			const opened = indexedDB.open(name);
			opened.onerror = () => {
				resolve(0);
			};
			opened.onsuccess = () => {
				const db = opened.result;
				if (!db.objectStoreNames.contains('journalEntries')) {
					db.close();
					resolve(0);
					return;
				}
				const asked = db.transaction('journalEntries').objectStore('journalEntries').count();
				asked.onsuccess = () => {
					db.close();
					resolve(asked.result);
				};
			};
		});
	});
}

/** Waits until the replica holds `count` entries; the page's clock then, in ms since navigation and since 1970. */
export async function heldAll(page: Page, count: number): Promise<{ sinceNavigation: number; at: number }> {
	await until(async () => (await held(page)) >= count, 120_000);
	return page.evaluate(() => ({ sinceNavigation: performance.now(), at: Date.now() }));
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
				await new Promise((resolve) => requestAnimationFrame(resolve));
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

/** What IndexedDB itself takes here, through Dexie alone: one bulkPut of `rows` rows, and single puts into a watched table. */
export async function dexieFloor(page: Page, rows: number): Promise<{ bulkPutMs: number; puts: number[] }> {
	await page.evaluate(readFileSync(join(ROOT, 'node_modules/dexie/dist/dexie.min.js'), 'utf8'));
	return page.evaluate(async (count) => {
		interface FloorTable {
			readonly bulkPut: (rows: object[]) => Promise<unknown>;
			readonly put: (row: object) => Promise<unknown>;
			readonly count: () => Promise<number>;
		}
		interface FloorDexie {
			readonly version: (n: number) => { readonly stores: (stores: object) => void };
			readonly table: (name: string) => FloorTable;
			readonly delete: () => Promise<void>;
		}
		const Dexie = Reflect.get(window, 'Dexie') as (new (name: string, options: object) => FloorDexie) & {
			readonly liveQuery: (query: () => Promise<unknown>) => {
				readonly subscribe: (next: () => void) => { readonly unsubscribe: () => void };
			};
		};
		const db = new Dexie('floor', { chromeTransactionDurability: 'strict' });
		db.version(1).stores({ rows: 'id, [incidentId+happenedAt]' });
		const row = (n: number): object => {
			const id = `floor-${n}`;
			const body = JSON.stringify({ id, incidentId: 'bench', text: 'Vattnet stiger '.repeat(20), happenedAt: n });
			return { id, scope: 'incident:bench', version: n, commit: n, incidentId: 'bench', happenedAt: n, body };
		};
		const all = Array.from({ length: count }, (_, n) => row(n));
		const began = performance.now();
		await db.table('rows').bulkPut(all);
		const bulkPutMs = performance.now() - began;
		const watching = Dexie.liveQuery(() => db.table('rows').count()).subscribe(() => undefined);
		const puts: number[] = [];
		for (let n = 0; n < 200; n += 1) {
			const start = performance.now();
			await db.table('rows').put(row(count + n));
			puts.push(performance.now() - start);
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		watching.unsubscribe();
		await db.delete();
		return { bulkPutMs, puts };
	}, rows);
}
