// `npm run test:long -- [seeds] [first]`: many more worlds than the ordinary test has time for.
import { runSeed } from './run.ts';

const [seeds = 20_000, first = 1] = process.argv.slice(2).map(Number);
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
process.exit(bad === 0 ? 0 : 1);
