// What this browser knows of itself, beside the replicas: who has sat here, and the keys that lie locked on it.
import { Dexie, type DexieOptions } from 'dexie';

export type DeviceFactory = Pick<DexieOptions, 'indexedDB' | 'IDBKeyRange'>;

/** Opened for one piece of work and closed again: a page that upgrades it never waits for another tab. */
export async function withDeviceDatabase<T>(
	work: (database: Dexie) => Promise<T>,
	factory?: DeviceFactory
): Promise<T> {
	const database = new Dexie('beredd-device', { chromeTransactionDurability: 'strict', ...factory });
	database.version(1).stores({ people: 'key' });
	database.version(2).stores({ people: 'key', deviceKeys: 'id', vault: '[id+how]' });
	try {
		return await work(database);
	} finally {
		database.close();
	}
}
