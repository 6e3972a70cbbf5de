// `npm run bench [-- --json FILE]`: the figures of issue A, each beside its physical floor measured in the same run.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../support/server-process.ts';
import { engineBytes } from './bare-site.ts';
import { browserFigures } from './browser-figures.ts';
import { acceptedPerSecond, fsyncFloor, lastOfMany } from './server-figures.ts';
import { percentile } from './wire.ts';

interface Figure {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	readonly floor: number;
	readonly goal: string;
}

/** Gzipped size of what a first visit loads: the shell's scripts and styles as its page names them, and both fonts. */
function firstLoadBytes(): number {
	const client = join(ROOT, 'build/client');
	const shell = readFileSync(join(ROOT, 'build/prerendered/shell.html'), 'utf8');
	const named = [...shell.matchAll(/\/_app\/[\w./-]+\.(?:js|css)/g)].map(([path]) => path);
	const fonts = readdirSync(join(client, '_app/immutable/assets')).filter((name) => name.endsWith('.woff2'));
	const scripts = [...new Set(named)].map((path) => gzipSync(readFileSync(join(client, path))).length);
	const faces = fonts.map((name) => readFileSync(join(client, '_app/immutable/assets', name)).length);
	return [...scripts, ...faces].reduce((sum, size) => sum + size, 0);
}

const p95 = (samples: readonly number[]): number => percentile(samples, 0.95);
const fsyncs = fsyncFloor();
const accepted = await acceptedPerSecond();
const many = await lastOfMany();
const { bare, ...app } = await browserFigures();
const bulkPut = bare.bulkPutMs / 1_000;
const engine = (await engineBytes()) / 1_000;

const figures: Record<string, Figure> = {
	W1: {
		name: '20,000 entries queryable',
		value: app.fillMs / 1_000,
		unit: 's',
		floor: bulkPut,
		goal: '≤ 1.25 ×'
	},
	W1b: {
		name: 'newest 50 on a fresh device',
		value: app.firstFiftyMs / 1_000,
		unit: 's',
		floor: bulkPut,
		goal: '≤ 0.4 s'
	},
	W2: {
		name: '500 offline entries on a second device',
		value: app.offlineMs / 1_000,
		unit: 's',
		floor: p95(bare.roundTrips) / 1_000,
		goal: '≤ 0.25 s'
	},
	save: {
		name: 'one entry saved, 500 waiting, p95',
		value: p95(bare.saves),
		unit: 'ms',
		floor: p95(bare.puts),
		goal: '≤ 3 ×'
	},
	W3: { name: 'live latency p95', value: p95(app.live), unit: 'ms', floor: p95(bare.roundTrips), goal: '≤ 6 ×' },
	W4: { name: 'offline cold start', value: app.coldStartMs, unit: 'ms', floor: bare.coldStartMs, goal: '≤ 400 ms' },
	W4bare: {
		name: 'offline cold start, bare page',
		value: bare.coldStartMs,
		unit: 'ms',
		floor: p95(bare.puts),
		goal: '≤ 210 ms'
	},
	W5: { name: 'durable accepted', value: accepted, unit: '/s', floor: fsyncs, goal: '≥ 1 ×' },
	W6: { name: 'last of 200 devices p95', value: many.value, unit: 'ms', floor: many.floor, goal: '≤ 30 ms' },
	engine: { name: 'engine, dexie, socket.io, zod', value: engine, unit: 'kB gz', floor: 60, goal: '≤ 60 kB' },
	firstLoad: {
		name: 'first load with fonts',
		value: firstLoadBytes() / 1_000,
		unit: 'kB gz',
		floor: 250,
		goal: '≤ 250 kB'
	},
	memory: { name: 'server memory after W1', value: app.serverMiB, unit: 'MiB', floor: 105, goal: '≤ 105' }
};

for (const [id, { name, value, unit, floor, goal }] of Object.entries(figures)) {
	const cells = [
		id.padEnd(10),
		name.padEnd(42),
		value.toFixed(2).padStart(9),
		unit.padEnd(6),
		floor.toFixed(2).padStart(9),
		(value / floor).toFixed(2).padStart(7),
		goal
	];
	process.stdout.write(`${cells.join(' ')}\n`);
}
for (const share of [0.5, 0.95, 0.99])
	process.stdout.write(`live p${share * 100}: ${percentile(app.live, share).toFixed(1)} ms\n`);

const file = process.argv[process.argv.indexOf('--json') + 1];
if (process.argv.includes('--json') && file) {
	const json = Object.fromEntries(
		Object.entries(figures).map(([id, { value, unit, floor }]) => [id, { value, unit, floor, ratio: value / floor }])
	);
	writeFileSync(file, `${JSON.stringify(json, undefined, '\t')}\n`);
}
