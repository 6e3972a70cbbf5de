// Ids are made where the thing is made, with no server to ask; they sort by the time of their making.
import * as z from 'zod/mini';
import type { Random } from './random.ts';

/** Text that names one thing: letters, digits, `-`, `_`, `:` and `.`; at most 96 characters. */
export const Id = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_:.-]{0,95}$/));

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new id: 9 characters of time, 16 of randomness.
 *
 * Shapes:  25 characters of Crockford's base 32, lower case.
 * Units:   `at` in milliseconds since 1970-01-01T00:00Z; ids made later sort later.
 * Errors:  none; two devices would need the same millisecond and the same 80 random bits to collide.
 */
export function newId(at: number, random: Random): string {
	let id = '';
	for (let rest = Math.max(0, Math.trunc(at)), place = 0; place < 9; place += 1, rest = Math.floor(rest / 32)) {
		id = letter(rest % 32) + id;
	}
	for (const byte of random.bytes(16)) id += letter(byte % 32);
	return id;
}

function letter(value: number): string {
	return ALPHABET.charAt(value);
}
