import { expect, test } from 'vitest';
import { newId, systemRandom, toBase64Url } from '#lib/kernel/index.ts';
import type { Admission } from './admission.ts';
import { Entrance, type Outside } from './entrance.svelte.ts';

const HOUR_MS = 3_600_000;

function anna(): Admission {
	const now = Date.now();
	return {
		personId: newId(now, systemRandom),
		name: 'Anna Ek',
		title: 'Loggförare',
		rights: [],
		key: toBase64Url(new Uint8Array(32).fill(7)),
		session: newId(now, systemRandom),
		leaseUntil: now + HOUR_MS,
		serverTime: now,
		tablet: { id: newId(now, systemRandom), name: 'Surfplatta 1', shared: true }
	};
}

function outside({ stage }: Entrance): Outside {
	if (stage.kind !== 'outside') throw new Error(`not outside but ${stage.kind}`);
	return stage;
}

async function inside(): Promise<{ entrance: Entrance; replica: string }> {
	const entrance = new Entrance();
	await entrance.admitted(anna(), { how: 'device' });
	if (entrance.stage.kind !== 'inside') throw new Error('Anna did not come in');
	return { entrance, replica: entrance.stage.inside.person.replica };
}

test('two tabs that lock in the same moment lock once: whoever has chosen their tile keeps it', async () => {
	const { entrance, replica } = await inside();
	const otherTab = new BroadcastChannel('beredd-locks');
	let said = (): void => undefined;
	const farewell = new Promise<void>((resolve) => (said = resolve));
	let farewells = 0;
	entrance.whenLeaving(() => {
		farewells += 1;
		return farewell;
	});
	const leaving = entrance.leave();
	await expect.poll(() => farewells).toBe(1);
	otherTab.postMessage(replica);
	const again = entrance.leave({ signIn: true });
	// A message between tabs is delivered in a task of its own.
	await new Promise((resolve) => setTimeout(resolve, 50));
	said();
	await Promise.all([leaving, again]);
	expect(farewells).toBe(1);
	expect(outside(entrance).signIn).toBe(true);
	otherTab.close();
});

test('whoever comes in again can lock again', async () => {
	const { entrance } = await inside();
	await entrance.leave();
	const [tile] = outside(entrance).people;
	if (!tile) throw new Error('nobody is known here');
	await entrance.openAtOnce(tile);
	expect(entrance.stage.kind).toBe('inside');
	await entrance.leave();
	expect(entrance.stage.kind).toBe('outside');
});
