// The device's number for the server: it lies in IndexedDB alone, so that it is lost with the storage and no number is used twice.
import { newId, systemRandom } from '#lib/kernel/index.ts';
import type { ReplicaDatabase } from './database.ts';

/** A new id, or the one that another tab has made meanwhile. */
export function makeClientId({ dexie, meta }: ReplicaDatabase): Promise<string> {
	const clientId = newId(Date.now(), systemRandom);
	return dexie.transaction('rw', meta, async () => {
		const other = (await meta.get('clientId'))?.value;
		if (typeof other === 'string') return other;
		await meta.put({ key: 'clientId', value: clientId });
		return clientId;
	});
}
