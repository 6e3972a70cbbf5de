// W1–W4 in real Chromium on profiles that lie on disk: the first fill, offline entries, live latency, the cold start.
import { newId, systemRandom } from '#lib/kernel/index.ts';
import { Network } from '../support/network.ts';
import { invite } from '../support/invite.ts';
import { freePort, ServerProcess } from '../support/server-process.ts';
import { administrator } from '../support/staff.ts';
import { WireDevice } from '../support/wire-device.ts';
import { bareFigures, type BareFigures } from './bare-figures.ts';
import { become, BenchBrowser, fiftyShown, heldAll, type } from './pages.ts';
import { entryText, percentile, WireClient } from './wire.ts';

const ENTRIES = 20_000;
const OFFLINE = 500;
const LIVE = 100;
const LIVE_EVERY_MS = 100;
const STARTS = 5;
const INCIDENT = 'bench';
const PATH = `/incident/${INCIDENT}`;
const ENTRIES_IN_PUSH = 200;

export interface BrowserFigures {
	readonly fillMs: number;
	readonly firstFiftyMs: number;
	readonly coldStartMs: number;
	readonly offlineMs: number;
	readonly live: readonly number[];
	readonly serverMiB: number;
	readonly bare: BareFigures;
}

export async function browserFigures(): Promise<BrowserFigures> {
	const server = await seededServer();
	const invitation = async (name: string): Promise<string> => {
		const office = await WireDevice.meet(server.url, newId(Date.now(), systemRandom));
		const path = await invite(office, server.url, { name, title: 'Loggförare', roles: ['crisisLeadership'] });
		office.close();
		return path;
	};
	const bare = await bareFigures(server, ENTRIES);
	// Neither seeding nor the bare page is part of what follows: memory is that of a server that has filled one device.
	await server.kill('SIGTERM');
	await server.start();

	const network = new Network(server.port);
	const port = await freePort();
	await network.listen(port);
	const url = `http://127.0.0.1:${port}`;
	const first = new BenchBrowser();
	let page = await first.open();
	await become(page, url, 'Åsa', invitation);
	await heldAll(page, ENTRIES);
	const { memoryMiB: serverMiB } = (await (await fetch(`${server.url}/health`)).json()) as { memoryMiB: number };
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	const fills: number[] = [];
	const firsts: number[] = [];
	for (let n = 0; n < 3; n += 1) {
		// A fresh device whose person is known: the replica alone is thrown away.
		await page.goto(`${url}/health`);
		await page.evaluate(async () => {
			for (const { name } of await indexedDB.databases())
				if (name?.startsWith('replica')) indexedDB.deleteDatabase(name);
		});
		await page.goto(url + PATH);
		firsts.push(await fiftyShown(page));
		fills.push((await heldAll(page, ENTRIES)).sinceNavigation);
	}

	const second = new BenchBrowser();
	const other = await second.open();
	await become(other, server.url, 'Bo', invitation);
	await heldAll(other, ENTRIES);
	await other.goto(`${server.url}${PATH}`);
	await fiftyShown(other);
	await type(page, LIVE, LIVE_EVERY_MS);
	await heldAll(other, ENTRIES + LIVE);
	const live = await other.evaluate(() => Reflect.get(window, 'ages') as number[]);

	network.set('cut');
	await page.waitForSelector('html[data-contact="no-contact"]', { timeout: 60_000 });
	await type(page, OFFLINE, 0);
	network.set('whole');
	const contact = await page.waitForFunction(
		() => document.documentElement.dataset['contact'] === 'online' && Date.now(),
		undefined,
		{ polling: 4, timeout: 60_000 }
	);
	const back = Number(await contact.jsonValue());
	const { at } = await heldAll(other, ENTRIES + LIVE + OFFLINE);

	await second.close();
	await network.close();
	await server.kill();
	const starts: number[] = [];
	for (let n = 0; n < STARTS; n += 1) {
		await first.close();
		page = await first.open();
		await page.goto(url + PATH);
		starts.push(await fiftyShown(page));
	}
	await first.close();
	first.remove();
	second.remove();
	await server.remove();
	return {
		fillMs: percentile(fills, 0.5),
		firstFiftyMs: percentile(firsts, 0.5),
		coldStartMs: percentile(starts, 0.5),
		offlineMs: at - back,
		live,
		serverMiB,
		bare
	};
}

/** A municipality with one incident of twenty thousand entries. */
async function seededServer(): Promise<ServerProcess> {
	const server = await ServerProcess.started();
	await administrator(server.url, 'templates');
	const seeder = await WireClient.open(server.url, 'seeder');
	await seeder.start(INCIDENT);
	for (let n = 0; n < ENTRIES; n += ENTRIES_IN_PUSH) {
		await seeder.write(
			INCIDENT,
			Array.from({ length: ENTRIES_IN_PUSH }, (_, m) => entryText(n + m))
		);
	}
	seeder.close();
	return server;
}
