// In a real browser: the worker and its WebAssembly start, and the page stays alive meanwhile.
import { expect, test } from 'vitest';
import { COST, stretch } from './stretch.ts';
import { stretchInWorker } from './stretch-in-worker.ts';
import { Vault } from './vault.ts';

const request = { pin: '274951', salt: new Uint8Array(16).fill(3), ...COST };

test('the worker makes the same key of a PIN as the page would, and the page answers meanwhile', async () => {
	let beats = 0;
	const heart = setInterval(() => (beats += 1), 5);
	const key = await stretchInWorker(request);
	clearInterval(heart);
	expect(key).toHaveLength(32);
	expect(beats).toBeGreaterThan(5);
	expect(key).toEqual(await stretch(request));
	expect(key).not.toEqual(await stretch({ ...request, pin: '274952' }));
});

test('what the worker cannot do is told, not waited for', async () => {
	await expect(stretchInWorker({ ...request, memoryKiB: 1 })).rejects.toThrow();
});

test('Anna’s key lies in the browser’s own database and opens by her PIN alone', async () => {
	const vault = new Vault({ stretch: stretchInWorker, now: Date.now });
	const locked = { key: crypto.getRandomValues(new Uint8Array(32)), leaseUntil: Date.now() + 60_000, session: 's' };
	await vault.lockWithPin('replica-anna', locked, '274951');
	const door = { id: 'replica-anna', lastServerTime: 0 };
	expect(await vault.unlockWithPin(door, '274951')).toMatchObject({ ok: true, value: locked });
	expect(await vault.unlockWithPin(door, '274953')).toEqual({ ok: false, code: 'access.pin-wrong' });
});
