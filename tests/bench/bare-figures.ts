// The engine without the app: what a save costs, how soon a bare page shows its newest entries, and the floors of this browser.
import type { Page } from 'playwright';
import { freePort } from '../support/server-process.ts';
import { administrator, type SignedIn } from '../support/staff.ts';
import { BareSite } from './bare-site.ts';
import { BenchBrowser, fiftyShown, heldAll } from './pages.ts';
import { percentile } from './wire.ts';

const WAITING = 500;
const TYPING_MS = 100;
const STARTS = 5;

export interface BareFigures {
	/** One bulkPut of the very rows that the fill has brought, ms. */
	readonly bulkPutMs: number;
	readonly roundTrips: readonly number[];
	/** Saves with 500 waiting, and puts into the same watched table, ms. */
	readonly saves: readonly number[];
	readonly puts: readonly number[];
	readonly coldStartMs: number;
}

type Paced = 'saves' | 'puts' | 'roundTrips';
type Bare = Record<Paced, (count: number, everyMs: number) => Promise<number[]>> & {
	readonly bulkPut: () => Promise<number>;
};

export async function bareFigures(server: { port: number; url: string }, entries: number): Promise<BareFigures> {
	const port = await freePort();
	const site = await BareSite.listening(port, server.port);
	const url = `http://127.0.0.1:${port}/`;
	const browser = new BenchBrowser();
	let page = await browser.open();
	const person = await administrator(server.url);
	await signedInAs(page, person);
	await page.goto(url);
	await heldAll(page, entries);
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	const bulks: number[] = [];
	for (let n = 0; n < 3; n += 1) bulks.push(await page.evaluate(() => (Reflect.get(window, 'bare') as Bare).bulkPut()));
	const roundTrips = await run(page, 'roundTrips', 100, TYPING_MS);

	await site.close();
	await page.waitForSelector('html[data-contact="no-contact"]', { timeout: 60_000 });
	await run(page, 'saves', WAITING, 0);
	const saves = await run(page, 'saves', 100, TYPING_MS);
	const puts = await run(page, 'puts', 100, TYPING_MS);

	const starts: number[] = [];
	for (let n = 0; n < STARTS; n += 1) {
		await browser.close();
		page = await browser.open();
		await signedInAs(page, person);
		await page.goto(url);
		starts.push(await fiftyShown(page));
	}
	await browser.close();
	browser.remove();
	return { bulkPutMs: percentile(bulks, 0.5), roundTrips, saves, puts, coldStartMs: percentile(starts, 0.5) };
}

/** The bare page has no entrance: it finds who is in where an app would have unlocked them. */
async function signedInAs(page: Page, { cookie, personId, session, key }: SignedIn): Promise<void> {
	const [name = '', value = ''] = cookie.split('=');
	await page.context().addCookies([{ name, value, domain: '127.0.0.1', path: '/' }]);
	await page.context().addInitScript((person) => {
		localStorage.setItem('person', person);
	}, JSON.stringify({ personId, session, key }));
}

/** Runs one of the bare page's measurements: how long each took, in ms. */
function run(page: Page, name: Paced, count: number, everyMs: number): Promise<number[]> {
	return page.evaluate(([what, times, pause]) => (Reflect.get(window, 'bare') as Bare)[what](times, pause), [
		name,
		count,
		everyMs
	] as const);
}
