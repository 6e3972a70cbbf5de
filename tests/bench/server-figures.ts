// W5 and W6: what the server takes in durably, and how soon the last of two hundred devices has it.
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, ServerProcess } from '../support/server-process.ts';
import { entryText, percentile, WireClient } from './wire.ts';

const WRITERS = 50;
const LISTENERS = 200;
const SECONDS = 4;
const INCIDENT = 'bench';

/** Transactions that SQLite alone syncs in a second, one row each, on the same disk. */
export function fsyncFloor(): number {
	const folder = mkdtempSync(join(tmpdir(), 'beredd-floor-'));
	const db = new DatabaseSync(join(folder, 'floor.db'));
	db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)');
	const insert = db.prepare('INSERT INTO t (body) VALUES (?)');
	const end = Date.now() + 2_000;
	let count = 0;
	for (; Date.now() < end; count += 1) insert.run(entryText(count));
	db.close();
	rmSync(folder, { recursive: true, force: true });
	return count / 2;
}

/** Accepted mutations in a second from fifty clients, each sending its next entry when the last is on disk; median of three. */
export async function acceptedPerSecond(): Promise<number> {
	const server = new ServerProcess(await freePort());
	await server.start();
	const writers = await Promise.all(
		Array.from({ length: WRITERS }, (_, n) => WireClient.open(server.url, `writer${n}`))
	);
	await writers[0]?.start(INCIDENT);
	const rates: number[] = [];
	for (let round = 0; round < 3; round += 1) {
		let accepted = 0;
		const end = Date.now() + SECONDS * 1_000;
		await Promise.all(
			writers.map(async (writer) => {
				for (; Date.now() < end; accepted += 1) await writer.write(INCIDENT, [entryText(accepted)]);
			})
		);
		rates.push(accepted / SECONDS);
	}
	for (const writer of writers) writer.close();
	await server.kill('SIGTERM');
	await server.remove();
	return percentile(rates, 0.5);
}

/** Ms from one writer's push until the last of two hundred devices has the frame; p95 of forty, and the round trip's p95. */
export async function lastOfMany(): Promise<{ value: number; floor: number }> {
	const server = new ServerProcess(await freePort());
	await server.start();
	const writer = await WireClient.open(server.url, 'writer');
	await writer.start(INCIDENT);
	const listeners = await Promise.all(
		Array.from({ length: LISTENERS }, (_, n) => WireClient.open(server.url, `listener${n}`))
	);
	const samples: number[] = [];
	const trips: number[] = [];
	for (let round = 0; round < 40; round += 1) {
		const began = performance.now();
		const all = Promise.all(listeners.map(({ socket }) => new Promise((resolve) => socket.once('frame', resolve))));
		await writer.write(INCIDENT, [entryText(round)]);
		await all;
		samples.push(performance.now() - began);
		const sent = performance.now();
		await writer.ask('pull', { cursors: {} });
		trips.push(performance.now() - sent);
	}
	for (const client of [writer, ...listeners]) client.close();
	await server.remove();
	return { value: percentile(samples, 0.95), floor: percentile(trips, 0.95) };
}
