// The locked keys of the people of this device: kept, counted, opened, dropped.
import type { Table } from 'dexie';
import * as z from 'zod/mini';
import { ok, refuse, type Result } from '#lib/kernel/index.ts';
import { withDeviceDatabase, type DeviceFactory } from '../device-database.ts';
import { deviceKey } from './device-key.ts';
import { leaseOver } from './lease.ts';
import {
	lockWithDevice,
	lockWithPasskey,
	lockWithPin,
	unlockWithDevice,
	unlockWithPasskey,
	unlockWithPin
} from './lock.ts';
import type { Opened } from './lock.ts';
import { TRIES, waitAfter } from './pin.ts';
import type { Stretch, StretchCost } from './stretch.ts';
import { WrappedKey, type How, type Locked } from './wrapped-key.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const Kept = z.object({
	/** The replica that the key opens. */
	id: z.string(),
	how: z.enum(['device', 'pin', 'passkey']),
	wrapped: WrappedKey,
	/** PINs tried since the last right one; a copied disk sets it back, so it only slows a hand at the screen. */
	tried: z.int(),
	/** When the last of them was tried, in device time; the wait runs from here. */
	triedAt: z.number()
});
type Kept = z.infer<typeof Kept>;

export interface Unlocked extends Locked {
	/** Keeps the lease that the server has given anew; nothing where the key has left the device meanwhile. */
	extend(lease: Pick<Locked, 'leaseUntil' | 'session'>): Promise<void>;
}

export interface VaultSettings {
	readonly stretch: Stretch;
	/** The device's own time, in ms. */
	readonly now: () => number;
	readonly cost?: StretchCost;
	readonly factory?: DeviceFactory;
}

/** Who opens it, and the newest time the server has told this device. */
export interface Door {
	readonly id: string;
	readonly lastServerTime: number;
}

export class Vault {
	readonly #settings: VaultSettings;

	constructor(settings: VaultSettings) {
		this.#settings = settings;
	}

	/** The ways in that lie here for the replica `id`. */
	async waysOf(id: string): Promise<readonly How[]> {
		const kept = await this.#table((vault) => vault.where('[id+how]').between([id, ''], [id, '\uffff']).toArray());
		return kept.map((one) => Kept.parse(one).how);
	}

	/** When the next PIN may be tried, in device time; 0 where it may be at once. */
	async waitUntil(id: string): Promise<number> {
		const kept = await this.#kept(id, 'pin');
		const now = this.#settings.now();
		const until = kept ? Math.min(kept.triedAt, now) + waitAfter(kept.tried) : 0;
		return until > now ? until : 0;
	}

	async lockWithDevice(id: string, locked: Locked): Promise<void> {
		await this.#keep(id, await lockWithDevice(locked, await this.#device()));
	}

	/** Errors:  `access.pin-weak`; then whatever lay here before still does. */
	async lockWithPin(id: string, locked: Locked, pin: string): Promise<Result<void>> {
		const wrapped = await lockWithPin(locked, pin, { ...this.#settings, device: await this.#device() });
		if (!wrapped.ok) return wrapped;
		await this.#keep(id, wrapped.value);
		return ok(undefined);
	}

	async lockWithPasskey(id: string, locked: Locked, prf: Bytes): Promise<void> {
		await this.#keep(id, await lockWithPasskey(locked, prf, await this.#device()));
	}

	/** Errors:  `access.pin-gone`, `access.lease-over`. */
	async unlockWithDevice(door: Door): Promise<Result<Unlocked>> {
		const wrapped = (await this.#kept(door.id, 'device'))?.wrapped;
		if (wrapped?.how !== 'device') return refuse('access.pin-gone');
		return this.#judged(door, 'device', await unlockWithDevice(wrapped, await this.#device()));
	}

	/** Errors:  as `unlockWithDevice`. */
	async unlockWithPasskey(door: Door, prf: Bytes): Promise<Result<Unlocked>> {
		const wrapped = (await this.#kept(door.id, 'passkey'))?.wrapped;
		if (wrapped?.how !== 'passkey') return refuse('access.pin-gone');
		return this.#judged(door, 'passkey', await unlockWithPasskey(wrapped, prf, await this.#device()));
	}

	/**
	 * Opens by PIN. A try is counted before it is made: a page closed in the middle has not had one for nothing.
	 *
	 * Errors:  `access.pin-wait` (see `waitUntil`), `access.pin-wrong`, `access.lease-over`;
	 *          `access.pin-gone` after ten wrong ones in a row: the key has left the device, what waits to be sent has not.
	 */
	async unlockWithPin(door: Door, pin: string): Promise<Result<Unlocked>> {
		const counted = await this.#countTry(door.id);
		if (!counted.ok) return counted;
		const { wrapped, tried } = counted.value;
		if (wrapped.how !== 'pin') return refuse('access.pin-gone');
		const device = await this.#device();
		const opened = await unlockWithPin(wrapped, pin, { stretch: this.#settings.stretch, device });
		if (opened.ok) await this.#change(door.id, 'pin', { tried: 0 });
		else if (opened.code === 'access.pin-wrong' && tried >= TRIES) {
			await this.#table((vault) => vault.delete([door.id, 'pin']));
			return refuse('access.pin-gone');
		}
		return this.#judged(door, 'pin', opened);
	}

	/** One way in is no way in any more; the others are. */
	async drop(id: string, how: How): Promise<void> {
		await this.#table((vault) => vault.delete([id, how]));
	}

	/** After a revocation: nothing that was sealed under the key can be read here any more. */
	async forget(id: string): Promise<void> {
		await this.#table((vault) => vault.where('[id+how]').between([id, ''], [id, '\uffff']).delete());
	}

	/** One transaction, so that two tabs cannot both have the last try. */
	#countTry(id: string): Promise<Result<Kept>> {
		const now = this.#settings.now();
		return withDeviceDatabase(
			(database) =>
				database.transaction('rw', 'vault', async (tx) => {
					const vault = tx.table('vault');
					const kept = Kept.safeParse(await vault.get([id, 'pin'])).data;
					if (!kept || kept.tried >= TRIES) {
						await vault.delete([id, 'pin']);
						return refuse('access.pin-gone');
					}
					// Where the clock was set back meanwhile the wait begins anew: it is neither skipped nor longer than it ever was.
					const triedAt = Math.min(kept.triedAt, now);
					if (triedAt + waitAfter(kept.tried) > now) {
						await vault.update([id, 'pin'], { triedAt });
						return refuse('access.pin-wait');
					}
					const tried = kept.tried + 1;
					await vault.update([id, 'pin'], { tried, triedAt: now });
					return ok({ ...kept, tried });
				}),
			this.#settings.factory
		);
	}

	#judged({ id, lastServerTime }: Door, how: How, opened: Result<Opened>): Result<Unlocked> {
		if (!opened.ok) return opened;
		const { again, ...locked } = opened.value;
		const clock = { deviceTime: this.#settings.now(), lastServerTime };
		if (leaseOver(locked.leaseUntil, clock)) return refuse('access.lease-over');
		return ok({
			...locked,
			extend: async (lease) => {
				await this.#change(id, how, { wrapped: await again(lease) });
			}
		});
	}

	#device(): Promise<CryptoKey> {
		return deviceKey(this.#settings.factory);
	}

	async #kept(id: string, how: How): Promise<Kept | undefined> {
		return Kept.safeParse(await this.#table((vault) => vault.get([id, how]))).data;
	}

	async #keep(id: string, wrapped: WrappedKey): Promise<void> {
		await this.#table((vault) => vault.put({ id, how: wrapped.how, wrapped, tried: 0, triedAt: 0 }));
	}

	/** Nothing where it lies here no more. */
	async #change(id: string, how: How, part: Partial<Kept>): Promise<void> {
		await this.#table((vault) => vault.update([id, how], part));
	}

	#table<T>(work: (vault: Table) => PromiseLike<T>): Promise<T> {
		return withDeviceDatabase(async (database) => work(database.table('vault')), this.#settings.factory);
	}
}
