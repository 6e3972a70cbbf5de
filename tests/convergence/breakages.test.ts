// The test of the test: an engine broken on purpose, in six ways, is found out each time.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AffectedSet } from '#lib/sync/browser/affected.ts';
import { runSeed } from './run.ts';
import type { World } from './world.ts';

/** Worlds within which a broken engine must show. */
const WITHIN = 60;

async function isFound(prepare: (world: World) => void): Promise<boolean> {
	for (let seed = 1; seed <= WITHIN; seed += 1) {
		const faults = await runSeed(seed, { prepare }).catch((error: unknown) => [String(error)]);
		if (faults.length > 0) return true;
	}
	return false;
}

function onEachDatabase(world: World, tamper: World['devices'][number]['tamper']): void {
	for (const device of world.devices) {
		device.tamper = tamper;
		tamper(device.database);
	}
}

const nothing = (): Promise<never> => Promise.resolve(undefined as never);

afterEach(() => {
	vi.restoreAllMocks();
});

describe('the simulator finds an engine', () => {
	test('that does not put rows aside before a waiting mutation changes them', async () => {
		expect(
			await isFound((world) => {
				onEachDatabase(world, (database) => {
					Reflect.set(database.base, 'put', nothing);
				});
			})
		).toBe(true);
	});

	test('that does not notice a missed frame', async () => {
		expect(
			await isFound((world) => {
				for (const { channel } of world.devices) {
					channel.tamperDown = (event, message) => (event === 'frame' ? { ...(message as object), from: 0 } : message);
				}
			})
		).toBe(true);
	});

	test('that forgets what was removed', async () => {
		expect(
			await isFound((world) => {
				world.server.tamper = (commit) => ({ ...commit, tombstones: [] });
			})
		).toBe(true);
	});

	test('that sends an alarm again after a restore', async () => {
		expect(
			await isFound((world) => {
				for (const { channel } of world.devices) {
					channel.tamperUp = (event, message) => {
						if (event !== 'push') return message;
						const { mutations } = message as { mutations: { reoffer?: true }[] };
						return { mutations: mutations.map(({ reoffer: _, ...mutation }) => mutation) };
					};
				}
			})
		).toBe(true);
	});

	test('that does not keep what it had acknowledged', async () => {
		expect(
			await isFound((world) => {
				onEachDatabase(world, (database) => {
					Reflect.set(database.acknowledged, 'bulkPut', nothing);
				});
			})
		).toBe(true);
	});

	test('that does not redo waiting mutations when the rows under them change', async () => {
		vi.spyOn(AffectedSet.prototype, 'close').mockReturnValue(false);
		expect(await isFound(() => undefined)).toBe(true);
	});
});
