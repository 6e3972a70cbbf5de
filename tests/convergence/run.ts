// One seed, one run, one judgement.
import type { Sealer } from '#lib/sync/browser/sealer.ts';
import { faultsIn } from './verdict.ts';
import { World, type WorldSettings } from './world.ts';

/** The kinds of world, taken by turns: a seed names its kind and everything in it. */
export const KINDS: readonly WorldSettings[] = [
	{ devices: 3, acts: 40, lost: 0.05, crash: 0.01 },
	{ devices: 2, acts: 60, lost: 0, crash: 0 },
	{ devices: 4, acts: 40, lost: 0.15, crash: 0.03 },
	{ devices: 3, acts: 40, lost: 0.05, crash: 0.01, rights: true },
	{ devices: 3, acts: 40, lost: 0.05, crash: 0, restore: true }
];

export interface RunOptions {
	/** Called with the world before it begins: for breaking something on purpose. */
	readonly prepare?: (world: World) => void;
	/** Undo and redo everything: every second seed does, so that both ways are held to the same end. */
	readonly redoing?: 'affected' | 'all';
	/** What seals each device's disk; clear text unless said. */
	readonly sealer?: () => Sealer;
}

/** Runs a seed to its end. Returns what was wrong, each sentence with the seed that shows it again. */
export async function runSeed(seed: number, { prepare, redoing, sealer }: RunOptions = {}): Promise<string[]> {
	const kind = KINDS[seed % KINDS.length];
	if (!kind) throw new Error('No kind of world');
	const world = await World.open(seed, kind, sealer);
	try {
		for (const device of world.devices) device.redoing = redoing ?? 'affected';
		prepare?.(world);
		await world.live();
		return (await faultsIn(world)).map((fault) => `seed ${seed}: ${fault}`);
	} finally {
		await world.close();
	}
}
