// What a device keeps and sends when the server forgets it, or says that its person may see nothing any more.
import { expect, onTestFinished, test } from 'vitest';
import { addEntry, journalEntries } from '#lib/features/journal/index.ts';
import { writeNote } from './notes.ts';
import type { SimDevice } from './sim-device.ts';
import { World } from './world.ts';

const ROOMS = ['a', 'b', 'c'];
const ALL = new Set(ROOMS.map((room) => `room:${room}`));

interface Scene {
	readonly world: World;
	readonly device: SimDevice;
	readonly everyone: string;
	/** Greetings that the device has sent since the scene began. */
	readonly hellos: () => number;
}

/** A device that holds a note in each of three rooms, and has written one more without a network. */
async function writtenOffline(): Promise<Scene> {
	const world = await World.open(1, { devices: 1, acts: 0, lost: 0, crash: 0 });
	onTestFinished(() => world.close());
	const [device] = world.devices;
	if (!device) throw new Error('No device');
	await world.pass(2_000);
	for (const room of ROOMS) await device.mutate(writeNote, { id: `note-${room}`, room, text: 'known' });
	await world.pass(2_000);
	device.channel.reach(false);
	await device.mutate(writeNote, { id: 'unsent', room: 'a', text: 'written in the cellar' });
	let hellos = 0;
	device.channel.tamperUp = (event, message) => {
		if (event === 'hello') hellos += 1;
		return message;
	};
	return { world, device, everyone: device.actor.personId, hellos: () => hellos };
}

async function notesOn(device: SimDevice): Promise<string[]> {
	return [...(await device.rows()).keys()].filter((key) => key.startsWith('notes/')).sort();
}

const whole = ['notes/note-a', 'notes/note-b', 'notes/note-c', 'notes/unsent'];

test('R11: a server that says once by mistake that all is lost takes nothing from the device', async () => {
	const { world, device, everyone, hellos } = await writtenOffline();
	world.server.withdrawn.set(everyone, ALL);
	const { tamperUp } = device.channel;
	device.channel.tamperUp = (event, message) => {
		// The second greeting is answered rightly: everything was there all the time.
		if (event === 'hello' && hellos() === 1) world.server.withdrawn.clear();
		return tamperUp(event, message);
	};
	const gone: string[] = [];
	device.channel.tamperDown = (event, message) => {
		void notesOn(device).then((held) => gone.push(...whole.filter((key) => !held.includes(key))));
		return message;
	};
	device.channel.reach(true);
	await world.pass(5_000);
	expect(hellos()).toBe(2);
	expect(await notesOn(device)).toEqual(whole);
	expect(gone).toEqual([]);
	expect(await device.database.outbox.count()).toBe(0);
});

test('R11: when the second answer says the same the rows go, and what was unsent is delivered all the same', async () => {
	const { world, device, everyone, hellos } = await writtenOffline();
	world.server.withdrawn.set(everyone, ALL);
	device.channel.reach(true);
	await world.pass(60_000);
	expect(hellos()).toBe(2);
	expect(await notesOn(device)).toEqual([]);
	expect(await device.database.outbox.count()).toBe(0);
	const kept = await world.server.store.snapshot((read) => read.rowsBelow('room:a', Infinity, 10));
	expect(kept.map(({ id }) => id)).toContain('unsent');
});

test('one scope of three is taken away at the first word, without asking again', async () => {
	const { world, device, everyone, hellos } = await writtenOffline();
	world.server.withdrawn.set(everyone, new Set(['room:b']));
	device.channel.reach(true);
	await world.pass(5_000);
	expect(hellos()).toBe(1);
	expect(await notesOn(device)).toEqual(['notes/note-a', 'notes/note-c', 'notes/unsent']);
});

test('C05: four entries wait, the server has forgotten the device: they are sent as the person who wrote them', async () => {
	const { world, device } = await writtenOffline();
	for (const text of ['1', '2', '3', '4']) {
		await device.mutate(addEntry, {
			entryId: `entry-${text}`,
			incidentId: 'flood',
			text,
			happenedAt: world.scheduler.now
		});
	}
	world.server.store.raw.exec('DELETE FROM devices');
	device.channel.reach(true);
	await world.pass(60_000);
	expect(await device.database.outbox.count()).toBe(0);
	expect(await device.database.refused.count()).toBe(0);
	const entries = await world.server.store.snapshot((read) => read.rowsBelow('incident:flood', Infinity, 10));
	const written = entries.map(({ body }) => journalEntries.row.parse(JSON.parse(body)));
	expect(written.map(({ text }) => text).sort()).toEqual(['1', '2', '3', '4']);
	expect(written.map(({ author }) => author.name)).toEqual(Array(4).fill(device.actor.name));
});
