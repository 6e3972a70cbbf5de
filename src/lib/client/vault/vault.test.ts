// What a fire station's tablet does with the keys of the people who share it.
import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, expect, test } from 'vitest';
import { withDeviceDatabase } from '../device-database.ts';
import { stretch } from './stretch.ts';
import { Vault } from './vault.ts';

const HOUR = 3_600_000;
const NOON = 1_790_000_000_000;
const anna = {
	id: 'replica-anna',
	key: crypto.getRandomValues(new Uint8Array(32)),
	leaseUntil: NOON + 72 * HOUR,
	session: 's1'
};
const { id, ...locked } = anna;
const door = { id, lastServerTime: NOON };
const PIN = '274951';
const WRONG = '274952';

let now = NOON;
let factory = { indexedDB: new IDBFactory(), IDBKeyRange };
let vault: Vault;
/** As after a reload: only what is on the disk is left. */
const reopened = (): Vault => new Vault({ stretch, now: () => now, cost: { memoryKiB: 64, passes: 1 }, factory });

beforeEach(() => {
	now = NOON;
	factory = { indexedDB: new IDBFactory(), IDBKeyRange };
	vault = reopened();
});

async function tryWrong(): Promise<string> {
	const result = await reopened().unlockWithPin(door, WRONG);
	return result.ok ? 'opened' : result.code;
}

async function changeKept(how: string, part: object): Promise<void> {
	await withDeviceDatabase((database) => database.table('vault').update([id, how], part), factory);
}

test('without contact Anna’s PIN opens her key on the tablet, after any number of restarts', async () => {
	expect(await vault.lockWithPin(id, locked, PIN)).toEqual({ ok: true, value: undefined });
	for (const one of [vault, reopened(), reopened()]) {
		expect(await one.unlockWithPin(door, PIN)).toMatchObject({ ok: true, value: locked });
	}
	expect(await vault.unlockWithPin({ ...door, id: 'replica-bo' }, PIN)).toEqual({ ok: false, code: 'access.pin-gone' });
});

test('her passkey opens it too, another passkey does not, and on her own phone the phone itself does', async () => {
	const prf = crypto.getRandomValues(new Uint8Array(32));
	await vault.lockWithPasskey(id, locked, prf);
	await vault.lockWithDevice(id, locked);
	expect([...(await vault.waysOf(id))].sort()).toEqual(['device', 'passkey']);
	expect(await reopened().unlockWithPasskey(door, prf)).toMatchObject({ ok: true, value: locked });
	expect(await reopened().unlockWithDevice(door)).toMatchObject({ ok: true, value: locked });
	const other = await vault.unlockWithPasskey(door, new Uint8Array(32));
	expect(other).toEqual({ ok: false, code: 'access.pin-gone' });
});

test('after each wrong PIN there is a wait, longer each time, which neither a reload nor the right PIN cuts short', async () => {
	await vault.lockWithPin(id, locked, PIN);
	for (const seconds of [1, 5, 30, 60, 300, 300, 300]) {
		expect(await tryWrong()).toBe('access.pin-wrong');
		expect(await reopened().waitUntil(id)).toBe(now + seconds * 1_000);
		now += seconds * 1_000 - 1;
		expect(await reopened().unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.pin-wait' });
		now += 1;
		expect(await reopened().waitUntil(id)).toBe(0);
	}
	expect(await vault.unlockWithPin(door, PIN)).toMatchObject({ ok: true });
});

test('a right PIN takes the wrong ones before it away', async () => {
	await vault.lockWithPin(id, locked, PIN);
	for (let round = 0; round < 4; round += 1) {
		for (let wrong = 0; wrong < 4; wrong += 1) {
			expect(await tryWrong()).toBe('access.pin-wrong');
			now += 300_000;
		}
		expect(await vault.unlockWithPin(door, PIN)).toMatchObject({ ok: true });
	}
});

test('ten wrong PINs in a row take the key off the tablet, for the right PIN as well', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const codes: string[] = [];
	for (let wrong = 0; wrong < 10; wrong += 1) {
		codes.push(await tryWrong());
		now += 300_000;
	}
	expect(codes).toEqual([...Array<string>(9).fill('access.pin-wrong'), 'access.pin-gone']);
	expect(await vault.waysOf(id)).toEqual([]);
	expect(await vault.unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.pin-gone' });
});

test('a page closed while its PIN is being tried has used that try', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const closed = new Vault({ stretch: () => Promise.reject(new Error('closed')), now: () => now, factory });
	await expect(closed.unlockWithPin(door, WRONG)).rejects.toThrow('closed');
	expect(await reopened().unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.pin-wait' });
});

test('a page closed in the middle of the tenth wrong try leaves no eleventh', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const closed = new Vault({ stretch: () => Promise.reject(new Error('closed')), now: () => now, factory });
	for (let tries = 0; tries < 10; tries += 1) {
		await expect(closed.unlockWithPin(door, WRONG)).rejects.toThrow('closed');
		now += 300_000;
	}
	expect(await reopened().unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.pin-gone' });
});

test('two tabs that try at the same moment have one try between them', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const codes = await Promise.all([tryWrong(), tryWrong()]);
	expect(codes.sort()).toEqual(['access.pin-wait', 'access.pin-wrong']);
});

test('a clock set back neither shortens the wait nor makes it longer than it was', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 48 * HOUR }), async (back) => {
			now = NOON;
			await vault.lockWithPin(id, locked, PIN);
			await tryWrong();
			now = NOON - back;
			expect(await vault.unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.pin-wait' });
			now += 1_000;
			expect(await vault.unlockWithPin(door, PIN)).toMatchObject({ ok: true });
		}),
		{ numRuns: 5 }
	);
});

test('when the lease is over the right PIN opens nothing, and an earlier clock on the tablet changes nothing', async () => {
	await vault.lockWithPin(id, locked, PIN);
	now = anna.leaseUntil;
	expect(await vault.unlockWithPin(door, PIN)).toMatchObject({ ok: true });
	now += 1;
	expect(await vault.unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.lease-over' });
	now = NOON;
	const heard = { ...door, lastServerTime: anna.leaseUntil + 1 };
	expect(await vault.unlockWithPin(heard, PIN)).toEqual({ ok: false, code: 'access.lease-over' });
});

test('a lease renewed while the app is open holds at the next unlock, with the same PIN', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const opened = await vault.unlockWithPin(door, PIN);
	if (!opened.ok) throw new Error(opened.code);
	await opened.value.extend({ leaseUntil: NOON + 144 * HOUR, session: 's2' });
	now = NOON + 100 * HOUR;
	expect(await reopened().unlockWithPin(door, PIN)).toMatchObject({
		ok: true,
		value: { session: 's2', key: anna.key }
	});
});

test('a key taken off the device by a revocation does not come back when an open tab renews its lease', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const opened = await vault.unlockWithPin(door, PIN);
	if (!opened.ok) throw new Error(opened.code);
	await vault.forget(id);
	await opened.value.extend({ leaseUntil: NOON + 144 * HOUR, session: 's2' });
	expect(await vault.unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.pin-gone' });
});

test.each(['123456', '000000', '777777', '654321', '890123', '121212', '123123', '12345', 'Sjörum', ''])(
	'the PIN “%s” is refused as too easy, and the one before it still opens',
	async (weak) => {
		await vault.lockWithPin(id, locked, PIN);
		expect(await vault.lockWithPin(id, locked, weak)).toEqual({ ok: false, code: 'access.pin-weak' });
		expect(await vault.unlockWithPin(door, PIN)).toMatchObject({ ok: true });
	}
);

test('a pass-phrase opens however its letters were composed', async () => {
	await vault.lockWithPin(id, locked, 'älgen går på isen'.normalize('NFC'));
	expect(await vault.unlockWithPin(door, 'älgen går på isen'.normalize('NFD'))).toMatchObject({ ok: true });
});

test('a wrapped key carried to another tablet, with the PIN in hand, opens nothing there', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const stolen: unknown = await withDeviceDatabase((database) => database.table('vault').get([id, 'pin']), factory);
	factory = { indexedDB: new IDBFactory(), IDBKeyRange };
	await withDeviceDatabase((database) => database.table('vault').put(stolen), factory);
	expect(await reopened().unlockWithPin(door, PIN)).toEqual({ ok: false, code: 'access.pin-gone' });
});

test('nothing of the key, the lease or the session can be read or changed on the disk', async () => {
	await vault.lockWithPin(id, locked, PIN);
	const [record, device] = await withDeviceDatabase(
		(database) =>
			Promise.all([
				database.table('vault').get([id, 'pin']),
				database.table('deviceKeys').get('wrap')
			] as Promise<unknown>[]),
		factory
	);
	const { wrapped } = record as { wrapped: { box: Uint8Array<ArrayBuffer> } };
	const { key } = device as { key: CryptoKey };
	expect(key.extractable).toBe(false);
	// Even with the device's own key in hand: the PIN's box is still closed.
	const params = {
		name: 'AES-GCM',
		iv: wrapped.box.slice(0, 12),
		additionalData: new TextEncoder().encode('device|pin')
	};
	const inner = new Uint8Array(await crypto.subtle.decrypt(params, key, wrapped.box.slice(12)));
	expect(new TextDecoder('latin1').decode(inner)).not.toMatch(/lease|session|key/);
	const changed = wrapped.box.slice();
	changed[40] = (changed[40] ?? 0) ^ 1;
	await changeKept('pin', { wrapped: { ...wrapped, box: changed } });
	expect(await vault.unlockWithPin(door, PIN)).toMatchObject({ ok: false });
});
