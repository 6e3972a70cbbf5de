// A person's key as the server gives it out at sign-in, and what it reads and checks by it; `client/vault/keys.ts` makes the same in the browser.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { fromBase64Url, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { envelopeAbout } from '#lib/sync/contract/envelope.ts';
import type { Letter } from '#lib/sync/contract/index.ts';
import { openText } from '#lib/sync/contract/sealed-text.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The 32 bytes that lock a person's replicas; they are stored nowhere.
 *
 * Shapes:  `secret` is BEREDD_SECRET; another `keyNumber` gives another key (after a lost device), and old outboxes still open under the old.
 */
export function personKey(secret: string | Uint8Array, personId: string, keyNumber: number): Bytes {
	return derived(secret, `beredd person ${personId}:${keyNumber}`);
}

export function sealKeyOf(key: Bytes): Bytes {
	return derived(key, 'beredd seal');
}

/** True where `proof` was made with this person's key over `text`; takes the same time either way. */
export function verifyProof(key: Bytes, text: string, proof: string): boolean {
	const expected = createHmac('sha256', derived(key, 'beredd proof')).update(text).digest('base64url');
	const [ours, theirs] = [Buffer.from(expected), Buffer.from(proof)];
	return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

/**
 * The arguments in a delivered envelope.
 *
 * Errors:  `access.envelope-broken` where it was not sealed by this person, for this device, place in the queue and deed.
 */
export function openEnvelope(sealKey: Bytes, envelope: Letter & { readonly clientId: string }): Result<unknown> {
	try {
		return ok(JSON.parse(openText(sealKey, fromBase64Url(envelope.body), envelopeAbout(envelope))));
	} catch {
		return refuse('access.envelope-broken');
	}
}

function derived(secret: string | Uint8Array, purpose: string): Bytes {
	return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}
