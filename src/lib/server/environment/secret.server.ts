// The secret that persons' keys are derived from: given by whoever runs the server, or made once on a machine that serves only itself.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LENGTH_MIN = 32;
/** Random text of that length has more different characters than this; a sentence or a repeated word often has fewer. */
const DIFFERENT_MIN = 16;
const HEX = /^[0-9a-f]+$/i;
const HEX_MIN = 64;
/** Hexadecimal has sixteen different characters at most, and rarely all of them. */
const HEX_DIFFERENT_MIN = 8;

/** Whether a secret could have been drawn at random with at least 128 bits; no test can tell that it was. */
export function isStrong(secret: string): boolean {
	const different = new Set(secret).size;
	return HEX.test(secret)
		? secret.length >= HEX_MIN && different >= HEX_DIFFERENT_MIN
		: secret.length >= LENGTH_MIN && different >= DIFFERENT_MIN;
}

/**
 * The secret of a machine that serves only itself: made on the first start, kept in `<data>/secret`.
 *
 * Errors:  throws when the folder cannot be written, or what is kept there is not whole: a new one would open nothing of the old.
 */
export function keptSecret(data: string): string {
	const file = join(data, 'secret');
	mkdirSync(data, { recursive: true });
	try {
		writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { flag: 'wx', mode: 0o600, flush: true });
	} catch (error) {
		if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EEXIST') throw error;
	}
	const secret = readFileSync(file, 'utf8').trim();
	if (!isStrong(secret)) throw new Error(`${file} is not whole. Bring it back from where you keep a copy.`);
	return secret;
}
