// R01, C07, C09: a server that is killed at any moment of its work has lost nothing that it had acknowledged.
// `BEREDD_LONG=1 npx vitest run --project node tests/processes/killed` kills it a thousand times.
import { test } from 'vitest';
import { seededRandom } from '#lib/kernel/index.ts';
import { onDisk } from '../support/on-disk.ts';
import { ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';
import { Writer } from '../support/writer.ts';

const KILLS = process.env['BEREDD_LONG'] ? 1_000 : 30;
/** Servers that live and die side by side. */
const SEEDS = [1, 2];
/** Sendings and answers in a life, at most: some tenths of a second. */
const MOMENTS_MAX = 120;

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
			const death = Promise.withResolvers<Promise<number | null>>();
			const moment = (): void => {
				left -= 1;
				if (left === 0) death.resolve(server.kill());
			};
			await Promise.all([death.promise, ...writers.map((writer) => writer.writeUntilDeath(moment))]);
			await server.start();
			const { ids, whole } = onDisk(server.database);
			expect(whole).toBe('ok');
			expect(acknowledged().filter((id) => !ids.has(id))).toEqual([]);
			await Promise.all(writers.map((writer) => writer.return()));
		}
		for (const writer of writers) await writer.deliver();
		const rows = await devices[0]?.rowsOf();
		expect(rows?.toSorted()).toEqual(acknowledged().toSorted());
	}
);
