// A key as text that can be typed from paper: no letters that look like digits, and a checksum that notices a slip.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

/** Thirty-two characters without I, L, O and U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const KEY_BYTES = 32;
const CHECK_BYTES = 3;
const GROUP = 4;

export type KeyPart = 'public' | 'private';

function begin(part: KeyPart): string {
	return `beredd-backup-${part}`;
}

/** Which part it is goes into the checksum too: the two are as long as each other and must not be taken for one another. */
function checksum(part: KeyPart, key: Uint8Array): Uint8Array {
	return createHash('sha256').update(begin(part)).update(key).digest().subarray(0, CHECK_BYTES);
}

/**
 * The key as text, in groups of four.
 *
 * Shapes:  32 bytes become 56 characters in 14 groups, after `beredd-backup-public-` or `beredd-backup-private-`.
 */
export function keyToText(part: KeyPart, key: Uint8Array): string {
	const bits = [...key, ...checksum(part, key)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
	const letters = bits.replace(/.{5}/g, (five) => LETTERS.charAt(Number.parseInt(five, 2)));
	return `${begin(part)}-${letters.match(new RegExp(`.{${GROUP.toString()}}`, 'g'))?.join('-') ?? ''}`;
}

/** The key that `text` says; undefined when it says none. Case, blanks and lines do not matter; I, L and O are read as digits. */
export function keyFromText(part: KeyPart, text: string): Uint8Array | undefined {
	const said = text.trim().toLowerCase();
	if (!said.startsWith(begin(part))) return undefined;
	const letters = said
		.slice(begin(part).length)
		.replace(/[\s-]/g, '')
		.toUpperCase()
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	if (letters.length !== ((KEY_BYTES + CHECK_BYTES) * 8) / 5) return undefined;
	const values = Array.from(letters, (letter) => LETTERS.indexOf(letter));
	if (values.includes(-1)) return undefined;
	const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
	const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
	const key = bytes.slice(0, KEY_BYTES);
	return Buffer.from(bytes.slice(KEY_BYTES)).equals(checksum(part, key)) ? key : undefined;
}

/** A setting that holds a key. */
export function BackupKey(part: KeyPart, name: string) {
	const sentence = `${name} must be the ${part} part that npm run backup-key printed, whole and without a slip.`;
	return z.pipe(
		z.string().check(z.refine((text) => keyFromText(part, text) !== undefined, sentence)),
		z.transform((text) => keyFromText(part, text) ?? new Uint8Array())
	);
}
