// Random words that open something: only their hash is kept, so that whoever reads the database cannot use them.
import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** A new word of 43 letters, from 256 random bits. */
export function newToken(): string {
	return randomBytes(TOKEN_BYTES).toString('base64url');
}

export function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}
