// shown = confirmed + pending, worked out the slow way: everything undone, everything done again.
import { Overlay } from '#lib/sync/contract/index.ts';
import { Records } from '#lib/sync/browser/records.ts';
import { clearSealer } from '#lib/sync/browser/sealer.ts';
import { worldRegistry } from './notes.ts';
import { mapSource, plainText } from './oracle.ts';
import type { SimDevice } from './sim-device.ts';

const records = new Records(clearSealer);

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
		if (record) rows.set(key, records.toRow(record));
		else rows.delete(key);
	}
	for (const { name, body, at } of pending) {
		const mutator = worldRegistry.mutator(name);
		if (!mutator?.optimistic) continue;
		const layer = new Overlay(mapSource(rows));
		const result = await mutator.run({ tx: layer, actor, at }, records.unseal(body));
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
