// R01, C07, C09: a server that is killed at any moment of its work has lost nothing that it had acknowledged.
// `BEREDD_LONG=1 npx vitest run --project node tests/processes/killed` kills it a thousand times.
import { DatabaseSync } from 'node:sqlite';
import { test } from 'vitest';
import { seededRandom } from '#lib/kernel/index.ts';
import type { PushedMutation } from '#lib/sync/contract/index.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';

const KILLS = process.env['BEREDD_LONG'] ? 1_000 : 30;
/** Servers that live and die side by side. */
const SEEDS = [1, 2];
/** Sendings and answers in a life, at most: some tenths of a second. */
const MOMENTS_MAX = 120;

/** Writes until the server dies; what it has heard nothing about it sends again in the server's next life. */
class Writer {
	readonly device: WireDevice;
	#waiting: PushedMutation[] = [];

	constructor(device: WireDevice) {
		this.device = device;
	}

	/** On the line again, and greeted, as soon as the server is back. */
	async return(): Promise<void> {
		await this.device.connect();
		await this.device.greet();
	}

	async writeUntilDeath(moment: () => void): Promise<void> {
		try {
			for (;;) await this.#writeOnce(moment);
		} catch (error) {
			if (!(error instanceof Error) || !/disconnected/.test(error.message)) throw error;
			this.device.close();
		}
	}

	/** Sends what waits and nothing new. */
	async deliver(): Promise<void> {
		if (this.#waiting.length > 0) await this.device.push(this.#waiting);
	}

	async #writeOnce(moment: () => void): Promise<void> {
		if (this.#waiting.length === 0) {
			this.#waiting = [this.device.entry('Vattnet stiger'), this.device.entry('Hamngatan avstängd')];
		}
		const answer = this.device.push(this.#waiting);
		moment();
		await answer;
		this.#waiting = [];
		moment();
	}
}

/** What lies in the database's file, read over a connection of its own. */
function onDisk(server: ServerProcess): { ids: Set<string>; whole: unknown } {
	const raw = new DatabaseSync(server.database, { readOnly: true });
	const ids = raw.prepare('SELECT id FROM rows').all();
	const whole = raw.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
	raw.close();
	return { ids: new Set(ids.map(({ id }) => String(id))), whole };
}

test.concurrent.for(SEEDS)(
	`R01: after each of ${KILLS / SEEDS.length} kills everything acknowledged is there, once (seed %i)`,
	{ timeout: KILLS * 20_000 },
	async (seed, { expect, onTestFinished }) => {
		const random = seededRandom(seed);
		const server = await ServerProcess.started();
		const devices = await Promise.all(['anna', 'bo', 'eva'].map((name) => WireDevice.meet(server.url, name)));
		onTestFinished(async () => {
			for (const device of devices) device.close();
			await server.remove();
		});
		const writers = devices.map((device) => new Writer(device));
		const acknowledged = (): string[] => devices.flatMap((device) => device.acknowledged);
		for (let kill = 0; kill < KILLS / SEEDS.length; kill += 1) {
			let left = 1 + Math.floor(random.fraction() * MOMENTS_MAX);
			const death = Promise.withResolvers<Promise<void>>();
			const moment = (): void => {
				left -= 1;
				if (left === 0) death.resolve(server.kill());
			};
			await Promise.all([death.promise, ...writers.map((writer) => writer.writeUntilDeath(moment))]);
			await server.start();
			const { ids, whole } = onDisk(server);
			expect(whole).toBe('ok');
			expect(acknowledged().filter((id) => !ids.has(id))).toEqual([]);
			await Promise.all(writers.map((writer) => writer.return()));
		}
		for (const writer of writers) await writer.deliver();
		const rows = await devices[0]?.rowsOf();
		expect(rows?.toSorted()).toEqual(acknowledged().toSorted());
	}
);
