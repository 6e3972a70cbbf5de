// With every device sealed under a key of its own the engine keeps what it keeps in the clear.
import { expect, onTestFinished, test } from 'vitest';
import { xchachaSealer } from '#lib/sync/browser/xchacha-sealer.ts';
import { appendNote, writeNote } from './notes.ts';
import { KINDS, runSeed } from './run.ts';
import { World } from './world.ts';

let people = 0;
const sealer = (): ReturnType<typeof xchachaSealer> => xchachaSealer(new Uint8Array(32).fill((people += 1)));

test('sealed devices end as equal and as right as clear ones, whatever befalls', async () => {
	const faults: string[] = [];
	for (let seed = 1; seed <= 8 * KINDS.length; seed += 1) faults.push(...(await runSeed(seed, { sealer })));
	expect(faults).toEqual([]);
});

test('a row that the server confirms as it is already shown is not written to the disk again', async () => {
	const world = await World.open(1, { devices: 2, acts: 0, lost: 0, crash: 0 }, sealer);
	onTestFinished(() => world.close());
	const [here, there] = world.devices;
	if (!here || !there) throw new Error('No devices');
	await world.pass(2_000);
	await here.mutate(writeNote, { id: 'one', room: 'a', text: 'Strömavbrott' });
	await world.pass(2_000);

	const written: unknown[] = [];
	const notes = here.database.rows('notes');
	Reflect.set(here.database, 'rows', (name: string) => {
		const table = here.database.dexie.table(name);
		if (name !== 'notes') return table;
		return new Proxy(notes, {
			get(target, property) {
				if (property === 'bulkPut') {
					return (records: readonly { id: string }[]) => {
						written.push(...records.map(({ id }) => id));
						return target.bulkPut(records as never);
					};
				}
				const value: unknown = Reflect.get(target, property);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			}
		});
	});
	await here.mutate(appendNote, { id: 'one', text: ' i Sjörum' });
	await world.pass(2_000);
	expect(await here.database.outbox.count()).toBe(0);
	expect(await there.rows()).toEqual(await here.rows());
	expect(written).toEqual([]);

	await there.mutate(appendNote, { id: 'one', text: ' är slut' });
	await world.pass(2_000);
	expect(written).toEqual(['one']);
	expect(await there.rows()).toEqual(await here.rows());
});

test('on the disk of a sealed device no table holds a word of what anyone wrote', async () => {
	const world = await World.open(2, { devices: 2, acts: 0, lost: 0, crash: 0 }, sealer);
	onTestFinished(() => world.close());
	const [here, there] = world.devices;
	if (!here || !there) throw new Error('No devices');
	await world.pass(2_000);
	await there.mutate(writeNote, { id: 'one', room: 'a', text: 'Kanariefågel' });
	await world.pass(2_000);
	here.channel.reach(false);
	await here.mutate(writeNote, { id: 'one', room: 'a', text: 'Kanariefågel igen' });
	await here.mutate(appendNote, { id: 'one', text: 'Kanariefågel åter' });
	const tables = here.database.dexie.tables;
	const held = await Promise.all(tables.map(async (table) => [table.name, await table.toArray()] as const));
	const text = JSON.stringify(held, (_, value: unknown) =>
		value instanceof Uint8Array ? new TextDecoder().decode(value) : value
	);
	expect(held.find(([name]) => name === 'outbox')?.[1]).toHaveLength(1);
	expect(held.find(([name]) => name === 'base')?.[1]).toHaveLength(1);
	expect(text).not.toContain('Kanarie');
});
