// What is made of a person's key in an unlocked app; `server/auth/person-key.server.ts` makes the same.
import { toBase64Url } from '#lib/kernel/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * 32 bytes made of 32 secret ones, for one purpose.
 *
 * Source:  RFC 5869 (HKDF-SHA256), without salt: what goes in is already random.
 */
export async function derivedKey(key: Bytes, purpose: string): Promise<Bytes> {
	const base = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
	const info = new TextEncoder().encode(purpose);
	const settings = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
	return new Uint8Array(await crypto.subtle.deriveBits(settings, base, 256));
}

/** Seals rows, drafts and the outbox. */
export function sealKeyOf(key: Bytes): Promise<Bytes> {
	return derivedKey(key, 'beredd seal');
}

/** Proves to the server that the person's key is unlocked here; nothing can read it back. */
export async function proofKeyOf(key: Bytes): Promise<CryptoKey> {
	const bytes = await derivedKey(key, 'beredd proof');
	return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** HMAC-SHA256 of `text`, in base64url. */
export async function proof(proofKey: CryptoKey, text: string): Promise<string> {
	return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', proofKey, new TextEncoder().encode(text))));
}
