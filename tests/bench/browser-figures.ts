// W1–W4 in real Chromium on profiles that lie on disk: the first fill, offline entries, live latency, the cold start.
import { Network } from '../support/network.ts';
import { freePort, ServerProcess } from '../support/server-process.ts';
import { become, BenchBrowser, dexieFloor, fiftyShown, heldAll, type } from './pages.ts';
import { entryText, percentile, WireClient } from './wire.ts';

const ENTRIES = 20_000;
const OFFLINE = 500;
const INCIDENT = 'bench';
const PATH = `/incident/${INCIDENT}`;
const ENTRIES_IN_PUSH = 200;

export interface BrowserFigures {
	readonly fillMs: number;
	readonly fillFloorMs: number;
	readonly firstFiftyMs: number;
	readonly coldStartMs: number;
	readonly offlineMs: number;
	readonly saves: readonly number[];
	readonly bareputs: readonly number[];
	readonly live: readonly number[];
	readonly roundTrips: readonly number[];
	readonly serverMiB: number;
}

export async function browserFigures(): Promise<BrowserFigures> {
	const server = new ServerProcess(await freePort());
	await server.start();
	await fetch(`${server.url}/begin`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: server.url },
		body: JSON.stringify({ beginning: 'templates', name: 'Mätköping', actor: { personId: 'b', name: 'b', role: 'b' } })
	});
	const seeder = await WireClient.open(server.url, 'seeder');
	await seeder.start(INCIDENT);
	for (let n = 0; n < ENTRIES; n += ENTRIES_IN_PUSH) {
		await seeder.write(
			INCIDENT,
			Array.from({ length: ENTRIES_IN_PUSH }, (_, m) => entryText(n + m))
		);
	}
	const roundTrips: number[] = [];
	for (let n = 0; n < 200; n += 1) {
		const sent = performance.now();
		await seeder.ask('pull', { cursors: {} });
		roundTrips.push(performance.now() - sent);
	}
	// The seeding is not part of what is measured: memory is that of a server that has filled one device.
	await server.kill('SIGTERM');
	await server.start();

	const network = new Network(server.port);
	const port = await freePort();
	await network.listen(port);
	const url = `http://127.0.0.1:${port}`;
	const first = new BenchBrowser();
	let page = await first.open();
	await become(page, url, 'Åsa');
	await heldAll(page, ENTRIES);
	await page.evaluate(async () => {
		await navigator.serviceWorker.ready;
	});
	// A fresh device whose person is known: the replica alone is thrown away.
	await page.goto(`${url}/health`);
	await page.evaluate(async () => {
		for (const { name } of await indexedDB.databases()) if (name?.startsWith('replica')) indexedDB.deleteDatabase(name);
	});
	await page.goto(url + PATH);
	const firstFiftyMs = await fiftyShown(page);
	const { sinceNavigation: fillMs } = await heldAll(page, ENTRIES);
	const { memoryMiB: serverMiB } = (await (await fetch(`${server.url}/health`)).json()) as { memoryMiB: number };
	const floor = await dexieFloor(page, ENTRIES);

	const second = new BenchBrowser();
	const other = await second.open();
	await become(other, `http://127.0.0.1:${server.port}`, 'Bo');
	await heldAll(other, ENTRIES);
	await other.goto(`http://127.0.0.1:${server.port}${PATH}`);
	await fiftyShown(other);
	await other.evaluate(() => (Reflect.get(window, 'ages') as number[]).splice(0));
	await type(page, 100, 100);
	await heldAll(other, ENTRIES + 100);
	const live = await other.evaluate(() => Reflect.get(window, 'ages') as number[]);

	network.set('cut');
	await page.waitForSelector('html[data-contact="no-contact"]', { timeout: 60_000 });
	await type(page, OFFLINE, 0);
	const saves = await type(page, 100, 100);
	network.set('whole');
	const contact = page.waitForFunction(
		() => document.documentElement.dataset['contact'] === 'online' && Date.now(),
		undefined,
		{
			polling: 4,
			timeout: 60_000
		}
	);
	const back = Number(await (await contact).jsonValue());
	const { at } = await heldAll(other, ENTRIES + 100 + OFFLINE + 100);

	await second.close();
	await network.close();
	await server.kill();
	const starts: number[] = [];
	for (let n = 0; n < 5; n += 1) {
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
		fillMs,
		fillFloorMs: floor.bulkPutMs,
		firstFiftyMs,
		coldStartMs: percentile(starts, 0.5),
		offlineMs: at - back,
		saves,
		bareputs: floor.puts,
		live,
		roundTrips,
		serverMiB
	};
}
