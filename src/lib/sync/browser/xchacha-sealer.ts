// Seals what a replica keeps under its person's key.
import { openText, textSealer } from '../contract/sealed-text.ts';
import type { Sealer } from './sealer.ts';

/** Shapes:  `key` is the 32 bytes of the person's seal key; the sealer is to be let go of at lock. */
export function xchachaSealer(key: Uint8Array): Sealer {
	if (key.length !== 32) throw new Error(`A seal key of ${key.length} bytes`);
	return {
		seal: textSealer(key),
		unseal: (body, about) => (typeof body === 'string' ? body : openText(key, body, about))
	};
}
