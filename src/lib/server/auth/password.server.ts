// Passwords are kept as Argon2id hashes: dear in memory for whoever steals the database, a sixth of a second for us.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { atMost } from './at-most.server.ts';

interface Cost {
	readonly memoryKiB: number;
	readonly passes: number;
	readonly lanes: number;
}

/** Well above the least that OWASP's Password Storage Cheat Sheet asks for (19 MiB, 2 passes). */
const TODAY: Cost = { memoryKiB: 64 * 1024, passes: 3, lanes: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Three times 64 MiB. Node has four threads for this; the last one is left for files and host names. */
const inTurn = atMost(3);

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

export interface Verdict {
	readonly matches: boolean;
	/** Hashed at a lower cost than today's: hash it anew while the password is at hand. */
	readonly outdated: boolean;
}

/**
 * The hash of `password` with its salt and cost.
 *
 * Shapes:  `$argon2id$v=19$m=…,t=…,p=…$salt$hash` (PHC string, base64 without `=`).
 * Units:   `m` in KiB; takes 64 MiB and about 0.2 s; waits its turn behind other passwords.
 * Errors:  none for any text; what makes a good password is asked in `password-rules.server.ts`.
 */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(SALT_BYTES);
	const hash = await derive(password, salt, TODAY, HASH_BYTES);
	return `$argon2id$v=19$m=${TODAY.memoryKiB},t=${TODAY.passes},p=${TODAY.lanes}$${bare(salt)}$${bare(hash)}`;
}

/**
 * Whether `password` is the one that `hash` was made from.
 *
 * Errors:  throws for a `hash` that this module cannot have made: the database is broken.
 */
export async function verifyPassword(password: string, hash: string): Promise<Verdict> {
	const { cost, salt, expected } = parsed(hash);
	const actual = await derive(password, salt, cost, expected.length);
	return {
		matches: timingSafeEqual(actual, expected),
		outdated:
			cost.memoryKiB < TODAY.memoryKiB ||
			cost.passes < TODAY.passes ||
			salt.length < SALT_BYTES ||
			expected.length < HASH_BYTES
	};
}

/** As dear as `verifyPassword` and never a match: for an account that does not exist, so that time does not tell. */
export async function verifyNothing(password = ''): Promise<Verdict> {
	await derive(password, Buffer.alloc(SALT_BYTES), TODAY, HASH_BYTES);
	return { matches: false, outdated: false };
}

function derive(password: string, salt: Uint8Array, cost: Cost, tagLength: number): Promise<Buffer> {
	// One text, one hash: "å" is one character on some keyboards and "a" with a ring on others.
	const message = password.normalize('NFKC');
	const parameters = { message, nonce: salt, parallelism: cost.lanes, memory: cost.memoryKiB, passes: cost.passes };
	return inTurn(
		() =>
			new Promise((done, failed) => {
				argon2('argon2id', { ...parameters, tagLength }, (error, key) => {
					if (error) failed(error);
					else done(key);
				});
			})
	);
}

function parsed(hash: string): { cost: Cost; salt: Buffer; expected: Buffer } {
	const [, memory, passes, lanes, salt = '', expected = ''] = PHC.exec(hash) ?? [];
	if (!expected) throw new Error('A stored password is not an Argon2id hash');
	return {
		cost: { memoryKiB: Number(memory), passes: Number(passes), lanes: Number(lanes) },
		salt: Buffer.from(salt, 'base64'),
		expected: Buffer.from(expected, 'base64')
	};
}

function bare(bytes: Buffer): string {
	return bytes.toString('base64').replaceAll('=', '');
}
