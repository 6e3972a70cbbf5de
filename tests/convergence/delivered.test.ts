// Two people share a tablet: what one has written and not sent is delivered by the other's line, once, in order, and unread.
import { expect, onTestFinished, test } from 'vitest';
import type { Delivery } from '#lib/sync/contract/index.ts';
import { unsentIn, waitingIn } from '#lib/sync/browser/other-replicas.ts';
import { xchachaSealer } from '#lib/sync/browser/xchacha-sealer.ts';
import { appendNote, poisonNote, soundAlarm, writeNote } from './notes.ts';
import { wholeHistory } from './oracle.ts';
import type { SimDevice } from './sim-device.ts';
import { World } from './world.ts';

interface Scene {
	readonly world: World;
	readonly anna: SimDevice;
	readonly bo: SimDevice;
}

/** Anna has written `count` notes without a network and locked; Bo has not come yet. */
async function annaHasLocked(count: number, seed = 1): Promise<Scene> {
	let people = 0;
	const key = (number: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(number);
	const settings = { devices: 2, acts: 0, lost: 0, crash: 0 };
	const world = await World.open(seed, settings, () => xchachaSealer(key((people += 1))));
	onTestFinished(() => world.close());
	const [anna, bo] = world.devices;
	if (!anna || !bo) throw new Error('No devices');
	world.server.sealKeys.set(anna.actor.personId, key(1)).set(bo.actor.personId, key(2));
	await world.pass(2_000);
	anna.channel.reach(false);
	bo.channel.reach(false);
	for (let n = 1; n <= count; n += 1) await anna.mutate(writeNote, { id: `n${n}`, room: 'a', text: `Kanarie ${n}` });
	bo.neighbour = anna;
	return { world, anna, bo };
}

async function judgedOf(world: World, { clientId }: SimDevice): Promise<number[]> {
	const history = await wholeHistory(world.server.store);
	return history.filter((entry) => entry.clientId === clientId).map(({ seq }) => seq);
}

function hears(device: SimDevice): Delivery[] {
	const deliveries: Delivery[] = [];
	device.channel.tamperUp = (event, message) => {
		if (event === 'deliver') deliveries.push(message as Delivery);
		return message;
	};
	return deliveries;
}

test('what Anna could not send is judged as hers while Bo is there, and once only though she sends it again herself', async () => {
	const { world, anna, bo } = await annaHasLocked(3);
	await anna.mutate(poisonNote, { id: 'bad' });
	await anna.mutate(appendNote, { id: 'n1', text: 'sist' });
	anna.lock();
	const carried = hears(bo);
	bo.restart();
	bo.channel.reach(true);
	await world.pass(5_000);
	expect(await judgedOf(world, anna)).toEqual([1, 2, 3, 4, 5]);
	expect(JSON.stringify(carried)).not.toContain('Kanarie');
	expect(await unsentIn('replica', anna.disk)).toBe(0);
	expect((await bo.rows()).get('notes/n1')).toMatchObject({ text: `Kanarie 1|${anna.actor.name}sist` });
	// Nobody sends it a second time.
	const before = carried.length;
	bo.restart();
	await world.pass(5_000);
	expect(carried).toHaveLength(before);

	anna.restart();
	anna.channel.reach(true);
	await world.pass(20_000);
	expect(await judgedOf(world, anna)).toEqual([1, 2, 3, 4, 5]);
	expect(await anna.database.outbox.count()).toBe(0);
	expect((await anna.database.refused.toArray()).map(({ seq, code }) => [seq, code])).toEqual([[4, 'sync.bug']]);
	const [refused] = await anna.database.refused.toArray();
	expect(refused && anna.records.argsOf(refused)).toEqual({ id: 'bad' });
	expect(await anna.rows()).toEqual(await bo.rows());
});

test('on a line that loses and doubles everything is judged once and in order, whoever carries it', async () => {
	for (let seed = 1; seed <= 25; seed += 1) {
		const { world, anna, bo } = await annaHasLocked(5, seed);
		await anna.mutate(soundAlarm, { id: 'alarm', room: 'a' });
		anna.lock();
		bo.restart();
		bo.channel.weather = { lost: 0.3, doubled: 0.3, delay: 400 };
		bo.channel.reach(true);
		await world.pass(seed * 700);
		// She comes back in the middle of it.
		anna.restart();
		anna.channel.weather = { lost: 0.2, doubled: 0.2, delay: 300 };
		anna.channel.reach(true);
		await world.pass(5_000);
		await world.heal();
		expect([seed, await judgedOf(world, anna)]).toEqual([seed, [1, 2, 3, 4, 5, 6]]);
		expect(await anna.database.outbox.count()).toBe(0);
		expect(world.server.performed).toEqual(['alarm']);
		expect([...anna.problems, ...bo.problems]).toEqual([]);
	}
});

test('more than one delivery carries goes in several, at most 200 in each', async () => {
	const { world, anna, bo } = await annaHasLocked(450);
	anna.lock();
	const carried = hears(bo);
	bo.restart();
	bo.channel.reach(true);
	await world.pass(30_000);
	expect(carried.map(({ letters }) => letters.length)).toEqual([200, 200, 50]);
	expect(await judgedOf(world, anna)).toHaveLength(450);
});

test('an envelope that does not open lets through what came before it, and its author sends the rest', async () => {
	const { world, anna, bo } = await annaHasLocked(3);
	anna.lock();
	bo.channel.tamperUp = (event, message) => {
		if (event !== 'deliver') return message;
		const { letters, ...rest } = message as Delivery;
		return {
			...rest,
			letters: letters.map((letter) => (letter.seq === 2 ? { ...letter, at: letter.at + 1 } : letter))
		};
	};
	bo.restart();
	bo.channel.reach(true);
	await world.pass(60_000);
	expect(await judgedOf(world, anna)).toEqual([1]);
	expect(await unsentIn('replica', anna.disk)).toBe(2);
	anna.restart();
	anna.channel.reach(true);
	await world.pass(20_000);
	expect(await judgedOf(world, anna)).toEqual([1, 2, 3]);
});

test('a server that was restored meanwhile gets what is new only after its author has offered again what it forgot', async () => {
	const { world, anna, bo } = await annaHasLocked(2);
	anna.channel.reach(true);
	await world.pass(20_000);
	anna.channel.reach(false);
	await anna.mutate(writeNote, { id: 'later', room: 'a', text: 'Efteråt' });
	anna.lock();
	world.server.store.raw.exec('DELETE FROM history; UPDATE devices SET last_seq = 0');
	world.server.restart();
	bo.restart();
	bo.channel.reach(true);
	await world.pass(20_000);
	expect(await judgedOf(world, anna)).toEqual([]);
	const waiting = await waitingIn('replica', { after: () => 0, limit: 10 }, anna.disk);
	expect(waiting?.records.map(({ seq }) => seq)).toEqual([3]);
});

test('a replica that is not there is not made by looking for it', async () => {
	const { anna } = await annaHasLocked(0);
	expect(await unsentIn('nobody', anna.disk)).toBe(0);
	expect((await anna.disk.indexedDB.databases()).map(({ name }) => name)).toEqual(['replica']);
});
