// `npm run test:long -- [seeds] [first] [pulls]`: many more worlds than the ordinary test has time for, and R09 over 10^5 pulls.
import { liveThrough } from './canaries.ts';
import { runSeed } from './run.ts';

const [seeds = 20_000, first = 1, pulls = 100_000] = process.argv.slice(2).map(Number);
const begun = Date.now();
let bad = 0;
for (let seed = first; seed < first + seeds; seed += 1) {
	const faults = await runSeed(seed).catch((error: unknown) => [`seed ${seed}: ${String(error)}`]);
	if (faults.length > 0) bad += 1;
	for (const fault of faults) process.stdout.write(`${fault}\n`);
	if (seed % 500 === 0)
		process.stdout.write(`${seed - first + 1} worlds, ${bad} wrong, ${Math.round((Date.now() - begun) / 1000)} s\n`);
}
process.stdout.write(`${seeds - bad} passed, ${bad} failed\n`);

/** Pulls in one world: its rows, and with them the time a pull takes, grow with it. */
const PULLS_EACH = 300;
const { leaks, bytes, asked } = await liveThrough(pulls, PULLS_EACH, first);
for (const leak of leaks) process.stdout.write(`${leak}\n`);
process.stdout.write(`R09: ${leaks.length} leaks in ${asked} pulls and ${bytes} characters that came down\n`);
process.exit(bad === 0 && leaks.length === 0 ? 0 : 1);
