// Bodies are sealed before they touch the disk; clear only in `beredd-open`, and before a person has a key.
import type { SealedBytes } from '../contract/sealed-text.ts';

/**
 * Text is clear, bytes are sealed: told apart by their kind, so that what release 0.2.0 wrote still opens.
 * Bytes as they are: in Chromium, on disk, base64 and one-byte strings were neither smaller to write nor sooner read.
 */
export type SealedBody = string | SealedBytes;

/** `about` says what the body is and where it lies: moved elsewhere it does not open. Synchronous, so that both can run inside an IndexedDB transaction. */
export interface Sealer {
	seal(text: string, about: string): SealedBody;
	/** Throws where the body was not sealed with this key for this place. */
	unseal(body: SealedBody, about: string): string;
}

export const clearSealer: Sealer = {
	seal: (text) => text,
	unseal(body) {
		if (typeof body !== 'string') throw new Error('A sealed body, and no key to open it');
		return body;
	}
};

/** True for one and the same sealing, read twice; two sealings of one text differ. */
export function sameSealing(one: SealedBody, other: SealedBody): boolean {
	if (typeof one === 'string' || typeof other === 'string') return one === other;
	if (one.length !== other.length) return false;
	for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
	return true;
}
