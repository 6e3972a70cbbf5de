// R23: whatever comes over the line, the server lives, others are answered, and no message holds it up.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ServerProcess } from '../support/server-process.ts';
import { WireDevice } from '../support/wire-device.ts';
import { fuzz } from './fuzz.ts';

const SEED = 1;
const FRAMES = 10_000;

let server: ServerProcess;

beforeAll(async () => {
	server = await ServerProcess.started();
});

afterAll(() => server.remove());

test('ten thousand malformed frames end no process, hold up no one and are no bug', async () => {
	const { pid } = server;
	const fuzzed = await fuzz(server, { seed: SEED, frames: FRAMES });
	expect(server.pid).toBe(pid);
	expect(fuzzed.stalledBlocks, `longest stall ${fuzzed.worstStallMs} ms`).toEqual([]);
	expect(fuzzed.answered).toBeGreaterThan(100);
	expect(server.log).not.toContain('"level":50');
});

test('a line that only talks nonsense is ended after two hundred messages of it, and another device’s is not', async () => {
	const [noisy, polite] = [await WireDevice.meet(server.url, 'noisy'), await WireDevice.meet(server.url, 'polite')];
	const answers = await Promise.allSettled(Array.from({ length: 300 }, () => noisy.ask('push', { mutations: 7 })));
	expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(280);
	expect(answers.at(-1)?.status).toBe('rejected');
	await polite.push([polite.entry('Vattnet stiger')]);
	expect([polite.acknowledged.length, polite.connections]).toEqual([1, 1]);
});

test('a line that waves without a pause is passed on sixty times at most, and its pushes are answered all the same', async () => {
	const [waving, watching] = [
		await WireDevice.meet(server.url, 'waving'),
		await WireDevice.meet(server.url, 'watching')
	];
	await waving.push([waving.entry('Vattnet stiger')]);
	expect(waving.acknowledged).toHaveLength(1);
	const seen = watching.hints();
	const presence = { scope: 'incident:flood', place: 'log' };
	for (let n = 0; n < 500; n += 1) waving.hint('presence', presence);
	await waving.push([waving.entry('Bron håller')]);
	await watching.ask('pull', { cursors: {} });
	expect(seen.length).toBeGreaterThan(0);
	expect(seen.length).toBeLessThan(80);
	waving.close();
	watching.close();
});
