// Second part of `npm run test:long`, or alone: `node tests/processes/fuzz-long.ts [frames] [seed] [first block]`. A million frames by default.
import { ServerProcess } from '../support/server-process.ts';
import { fuzz, STALL_MS } from './fuzz.ts';

const [frames = 1_000_000, seed = 1, first = 0] = process.argv.slice(2).map(Number);
const server = await ServerProcess.started();
const { pid } = server;
const begun = Date.now();
let told = 0;
const result = await fuzz(server, {
	seed,
	frames,
	first,
	onBlock: (done) => {
		if (done - told < 20_000) return;
		told = done;
		process.stdout.write(`${done} frames, ${Math.round((Date.now() - begun) / 1_000)} s\n`);
	}
});
const bugs = server.log.split('\n').filter((line) => line.includes('"level":50'));
const lived = server.pid === pid && (await fetch(`${server.url}/health`)).ok;
await server.remove();
process.stdout.write(`${JSON.stringify({ seed, ...result, bugs: bugs.length, lived })}\n`);
for (const block of result.stalledBlocks)
	process.stdout.write(`seed ${seed}: block ${block} stalls over ${STALL_MS} ms\n`);
for (const bug of bugs.slice(0, 20)) process.stdout.write(`${bug}\n`);
process.exit(lived && bugs.length === 0 && result.stalledBlocks.length === 0 ? 0 : 1);
