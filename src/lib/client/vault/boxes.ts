// Small sealed boxes by WebCrypto, for keys at rest: AES-GCM, because only WebCrypto keys can be kept from being read.

const NONCE_BYTES = 12;
type Bytes = Uint8Array<ArrayBuffer>;

/** Shapes:  nonce (12 bytes), cipher text with its tag. `about` must be the same to open it. */
export async function putInBox(key: CryptoKey, content: Bytes, about: string): Promise<Bytes> {
	const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
	const sealed = new Uint8Array(await crypto.subtle.encrypt(settings(nonce, about), key, content));
	const box = new Uint8Array(NONCE_BYTES + sealed.length);
	box.set(nonce);
	box.set(sealed, NONCE_BYTES);
	return box;
}

/** What lies in the box; `undefined` where it was not closed with this key. */
export async function openBox(key: CryptoKey, box: Bytes, about: string): Promise<Bytes | undefined> {
	try {
		const nonce = box.slice(0, NONCE_BYTES);
		return new Uint8Array(await crypto.subtle.decrypt(settings(nonce, about), key, box.slice(NONCE_BYTES)));
	} catch (error) {
		if (error instanceof DOMException) return undefined;
		throw error;
	}
}

/** A key for boxes from 32 secret bytes. */
export function boxKey(bytes: Bytes): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function settings(nonce: Bytes, about: string): AesGcmParams {
	return { name: 'AES-GCM', iv: nonce, additionalData: new TextEncoder().encode(about) };
}
