// Text sealed under a key, the same in the browser and on the server: synchronous, so that it can run inside an IndexedDB transaction.
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

export type SealedBytes = Uint8Array<ArrayBuffer>;

/** XChaCha20: long enough that random ones never meet, however many devices seal under one person's key. */
const NONCE_BYTES = 24;
const TAG_BYTES = 16;

const encoder = new TextEncoder();
/** Bytes that are no text are refused, and a text that begins with a byte order mark keeps it. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Seals `text`; it opens only under the same key and with the same words about it.
 *
 * Shapes:  nonce (24 bytes), cipher text, tag (16 bytes); `key` is 32 bytes.
 * Units:   `text` must be well formed Unicode, as all JSON is: a lone surrogate would come back as U+FFFD.
 * Source:  draft-irtf-cfrg-xchacha-03 (XChaCha20-Poly1305), by @noble/ciphers.
 */
export function sealText(key: Uint8Array, text: string, about: string): SealedBytes {
	const plain = encoder.encode(text);
	const sealed = new Uint8Array(NONCE_BYTES + plain.length + TAG_BYTES);
	const nonce = crypto.getRandomValues(sealed.subarray(0, NONCE_BYTES));
	xchacha20poly1305(key, nonce, encoder.encode(about)).encrypt(plain, sealed.subarray(NONCE_BYTES));
	return sealed;
}

/** Errors:  throws where key, bytes or `about` are not those it was sealed with. */
export function openText(key: Uint8Array, sealed: Uint8Array, about: string): string {
	const nonce = sealed.subarray(0, NONCE_BYTES);
	const cipher = xchacha20poly1305(key, nonce, encoder.encode(about));
	return decoder.decode(cipher.decrypt(sealed.subarray(NONCE_BYTES)));
}
