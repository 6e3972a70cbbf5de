// shown = confirmed + pending, worked out the slow way: everything undone, everything done again.
import { Overlay, tableOf } from '#lib/sync/contract/index.ts';
import { worldRegistry } from './notes.ts';
import { mapSource, plainText } from './oracle.ts';
import type { SimDevice } from './sim-device.ts';

/** Where a device shows something else than its confirmed rows with its waiting mutations on top. */
export async function equationFaults(device: SimDevice): Promise<string[]> {
	const { database, actor } = device;
	const [pending, bases, cursors] = await database.dexie.transaction('r', [...database.all], () =>
		Promise.all([database.outbox.toArray(), database.base.toArray(), database.cursors.toArray()])
	);
	// After a restore the confirmed rows are another life's until the scope has come again.
	if (cursors.some(({ refill }) => refill !== undefined) || pending.some(({ reoffer }) => reoffer)) return [];

	const shown = await device.rows();
	const rows = new Map(shown);
	for (const { key, record } of bases) {
		const table = record && worldRegistry.table(tableOf(key));
		if (table) rows.set(key, device.records.toRow(table, record));
		else rows.delete(key);
	}
	for (const mutation of pending) {
		const { name, at } = mutation;
		const mutator = worldRegistry.mutator(name);
		if (!mutator?.optimistic) continue;
		const layer = new Overlay(mapSource(rows));
		const result = await mutator.run({ tx: layer, actor, at }, device.records.argsOf(mutation));
		if (!result.ok) continue;
		for (const [key, { row }] of layer.writes) {
			if (row) rows.set(key, row);
			else rows.delete(key);
		}
	}
	return [...new Set([...rows.keys(), ...shown.keys()])].flatMap((key) => {
		const [is, ought] = [shown.get(key), rows.get(key)].map((row) => (row ? plainText(row) : 'nothing'));
		return is === ought ? [] : [`${actor.name} shows ${key} as ${is}, but confirmed + pending is ${ought}`];
	});
}
