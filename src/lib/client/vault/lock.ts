// Locks a person's key by one of three ways in, and opens it again; what lies between is a record that may stand on the disk.
import { ok, refuse, type Result } from '#lib/kernel/index.ts';
import { boxKey, openBox, putInBox } from './boxes.ts';
import { derivedKey } from './keys.ts';
import { isWeakPin, pinText } from './pin.ts';
import { COST, type Stretch, type StretchCost } from './stretch.ts';
import { fromBytes, toBytes, type How, type Locked, type WrappedKey } from './wrapped-key.ts';

type Bytes = Uint8Array<ArrayBuffer>;
type Of<H extends How> = Extract<WrappedKey, { how: H }>;

export interface Opened extends Locked {
	/** The same key behind the same way in with another lease: nobody types a PIN for that. */
	readonly again: (lease: Pick<Locked, 'leaseUntil' | 'session'>) => Promise<WrappedKey>;
}

/** A person's own device: whoever unlocks it is in. */
export function lockWithDevice(locked: Locked, device: CryptoKey): Promise<WrappedKey> {
	return wrap({ how: 'device' }, locked, { device });
}

/** Errors:  `access.pin-weak`. */
export async function lockWithPin(
	locked: Locked,
	pin: string,
	{ device, stretch, cost = COST }: { device: CryptoKey; stretch: Stretch; cost?: StretchCost }
): Promise<Result<WrappedKey>> {
	if (isWeakPin(pin)) return refuse('access.pin-weak');
	const way = { how: 'pin' as const, salt: newSalt(), memoryKiB: cost.memoryKiB, passes: cost.passes };
	return ok(await wrap(way, locked, { device, own: await pinKey(way, pin, stretch) }));
}

/** Shapes:  `prf` is what the passkey answers to the app's fixed question (WebAuthn PRF), 32 bytes. */
export async function lockWithPasskey(locked: Locked, prf: Bytes, device: CryptoKey): Promise<WrappedKey> {
	const way = { how: 'passkey' as const, salt: newSalt() };
	return wrap(way, locked, { device, own: await passkeyKey(way, prf) });
}

/** Errors:  `access.pin-gone` where this browser's key is another one. */
export function unlockWithDevice(wrapped: Of<'device'>, device: CryptoKey): Promise<Result<Opened>> {
	return unwrap(wrapped, { device }, 'access.pin-gone');
}

/** Errors:  `access.pin-wrong`; `access.pin-gone` where this browser's key is another one, and no PIN will do. */
export async function unlockWithPin(
	wrapped: Of<'pin'>,
	pin: string,
	{ device, stretch }: { device: CryptoKey; stretch: Stretch }
): Promise<Result<Opened>> {
	return unwrap(wrapped, { device, own: await pinKey(wrapped, pin, stretch) }, 'access.pin-wrong');
}

/** Errors:  `access.pin-gone`: another passkey, or another browser; the key comes back by signing in. */
export async function unlockWithPasskey(
	wrapped: Of<'passkey'>,
	prf: Bytes,
	device: CryptoKey
): Promise<Result<Opened>> {
	return unwrap(wrapped, { device, own: await passkeyKey(wrapped, prf) }, 'access.pin-gone');
}

interface Keys {
	readonly device: CryptoKey;
	/** Of the person's way in; none where the device alone is the way. */
	readonly own?: CryptoKey;
}

async function wrap(way: { readonly how: How }, locked: Locked, { device, own }: Keys): Promise<WrappedKey> {
	const content = toBytes(locked);
	const inner = own ? await putInBox(own, content, `own|${way.how}`) : content;
	return { ...way, box: await putInBox(device, inner, `device|${way.how}`) } as WrappedKey;
}

async function unwrap(wrapped: WrappedKey, keys: Keys, wrong: string): Promise<Result<Opened>> {
	const { how, box } = wrapped;
	const inner = await openBox(keys.device, box, `device|${how}`);
	if (!inner) return refuse('access.pin-gone');
	const content = keys.own ? await openBox(keys.own, inner, `own|${how}`) : inner;
	if (!content) return refuse(wrong);
	const locked = fromBytes(content);
	return ok({ ...locked, again: (lease) => wrap(withoutBox(wrapped), { ...locked, ...lease }, keys) });
}

function withoutBox({ box: _, ...way }: WrappedKey): Omit<WrappedKey, 'box'> {
	return way;
}

async function pinKey({ salt, memoryKiB, passes }: Of<'pin'> | Omit<Of<'pin'>, 'box'>, pin: string, stretch: Stretch) {
	return boxKey(await stretch({ pin: pinText(pin), salt, memoryKiB, passes }));
}

/** The passkey's answer is mixed with the salt, so that a key locked anew lies in a box that the old one does not open. */
async function passkeyKey({ salt }: { readonly salt: Bytes }, prf: Bytes): Promise<CryptoKey> {
	const mixed = new Uint8Array([...prf, ...salt]);
	return boxKey(await derivedKey(mixed, 'beredd passkey'));
}

function newSalt(): Bytes {
	return crypto.getRandomValues(new Uint8Array(16));
}
