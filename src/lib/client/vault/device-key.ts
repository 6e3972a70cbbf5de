// The key of this browser: nothing can read it, not even this app; a wrapped key copied elsewhere is worth nothing without it.
import { withDeviceDatabase, type DeviceFactory } from '../device-database.ts';

const ID = 'wrap';

/** Made at its first use; of two tabs that make one at once, one key stays. */
export async function deviceKey(factory?: DeviceFactory): Promise<CryptoKey> {
	const held: unknown = await withDeviceDatabase((database) => database.table('deviceKeys').get(ID), factory);
	if (isHeld(held)) return held.key;
	// Made before the transaction: waiting for it would end that.
	const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
	return withDeviceDatabase(
		(database) =>
			database.transaction('rw', 'deviceKeys', async (tx) => {
				const other: unknown = await tx.table('deviceKeys').get(ID);
				if (isHeld(other)) return other.key;
				await tx.table('deviceKeys').put({ id: ID, key: made });
				return made;
			}),
		factory
	);
}

function isHeld(record: unknown): record is { key: CryptoKey } {
	return typeof record === 'object' && record !== null && Reflect.get(record, 'key') instanceof CryptoKey;
}
