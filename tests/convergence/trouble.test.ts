// Single misfortunes, one at a time, that once held up a whole device: each must pass by without a reconnect or a reload.
import { expect, onTestFinished, test } from 'vitest';
import { addEntry } from '#lib/features/journal/index.ts';
import { takePage } from '#lib/sync/browser/incoming.ts';
import { preparePage } from '#lib/sync/browser/read-rows.ts';
import { Records } from '#lib/sync/browser/records.ts';
import { clearSealer } from '#lib/sync/browser/sealer.ts';
import { Silence } from '#lib/sync/browser/index.ts';
import { FillPage, Frame } from '#lib/sync/contract/index.ts';
import { removeNote, worldRegistry, writeNote } from './notes.ts';
import type { SimDevice } from './sim-device.ts';
import { World } from './world.ts';

async function twoDevices(): Promise<{ world: World; here: SimDevice; there: SimDevice }> {
	const world = await World.open(1, { devices: 2, acts: 0, lost: 0, crash: 0 });
	onTestFinished(() => world.close());
	const [here, there] = world.devices;
	if (!here || !there) throw new Error('No devices');
	await world.pass(2_000);
	return { world, here, there };
}

async function noteIds(device: SimDevice): Promise<string[]> {
	return [...(await device.rows()).values()].map(({ id }) => id).sort();
}

test('a row of a shape that this build does not know leaves the others readable, and the next build fetches it', async () => {
	const { world, here, there } = await twoDevices();
	await there.mutate(writeNote, { id: 'known', room: 'a', text: 'as ever' });
	await world.pass(1_000);
	here.channel.tamperDown = (event, message) => {
		if (event !== 'frame') return message;
		const frame = Frame.parse(message);
		return {
			...frame,
			rows: frame.rows.map((row) => (row.id === 'strange' ? { ...row, body: '{"id":"strange"}' } : row))
		};
	};
	await there.mutate(writeNote, { id: 'strange', room: 'a', text: 'of a later build' });
	await there.mutate(writeNote, { id: 'later', room: 'a', text: 'as ever' });
	await world.pass(5_000);
	expect(await noteIds(here)).toEqual(['known', 'later']);
	expect(here.problems).toHaveLength(1);

	here.channel.tamperDown = (_, message) => message;
	here.build = 'next';
	here.restart();
	await world.pass(5_000);
	expect(await noteIds(here)).toEqual(['known', 'later', 'strange']);
});

test('the removal of a row of a table that this build does not know holds nothing up', async () => {
	const { world, here, there } = await twoDevices();
	await there.mutate(writeNote, { id: 'gone', room: 'a', text: 'soon' });
	await world.pass(1_000);
	here.channel.tamperDown = (event, message) => {
		if (event !== 'frame') return message;
		const frame = Frame.parse(message);
		return { ...frame, tombstones: frame.tombstones.map((tombstone) => ({ ...tombstone, table: 'photographs' })) };
	};
	await there.mutate(removeNote, { id: 'gone' });
	await there.mutate(writeNote, { id: 'after', room: 'a', text: 'it goes on' });
	await world.pass(5_000);
	expect(await noteIds(here)).toContain('after');
	expect(here.problems).toEqual([]);
});

test('a page that never comes is asked for again as soon as there is a new line', async () => {
	const { world, here, there } = await twoDevices();
	await there.mutate(writeNote, { id: 'first', room: 'a', text: 'waits' });
	await world.pass(1_000);
	here.evict();
	const { page } = here.channel;
	let asked = 0;
	here.channel.page = (message) => {
		asked += 1;
		return asked === 1 ? new Promise(() => undefined) : page(message);
	};
	await world.pass(2_000);
	here.channel.reach(false);
	await world.pass(1_000);
	here.channel.reach(true);
	await world.pass(5_000);
	expect(await noteIds(here)).toEqual(['first']);
});

test('a push whose answer is lost is sent again, though later ones were answered', async () => {
	const { world, here } = await twoDevices();
	here.channel.reach(false);
	for (let n = 0; n < 700; n += 1) {
		await here.mutate(addEntry, {
			entryId: `entry${n}`,
			incidentId: 'flood',
			text: String(n).padEnd(200, '.'),
			happenedAt: 1
		});
	}
	const { request } = here.channel;
	let pushes = 0;
	here.channel.request = async (event, message) => {
		const answer = await request(event, message);
		if (event === 'push' && (pushes += 1) === 2) throw new Silence('lost on its way back');
		return answer;
	};
	here.channel.reach(true);
	await world.pass(20_000);
	expect(await here.database.outbox.count()).toBe(0);
	expect(await here.database.refused.count()).toBe(0);
});

test('a tab that was frozen in the middle of a fill does not put older rows over what another tab has fetched', async () => {
	const { world, here, there } = await twoDevices();
	for (const id of ['one', 'two', 'three']) await there.mutate(writeNote, { id, room: 'a', text: 'new' });
	await world.pass(2_000);
	const records = new Records(clearSealer);
	const settings = { db: here.database, registry: worldRegistry, records, actor: here.actor, now: () => 1 };
	const before = await here.rows();
	const body = JSON.stringify({ id: 'one', room: 'a', text: 'old' });
	const stale = FillPage.parse({
		scope: 'room:a',
		top: 3,
		below: 0,
		left: 0,
		rows: [{ table: 'notes', id: 'one', version: 1, commit: 1, body }]
	});
	for (const asked of [undefined, 2]) {
		expect(await takePage(settings, preparePage(settings, stale), { asked, seen: undefined })).toBe(false);
	}
	expect(await here.rows()).toEqual(before);
});
