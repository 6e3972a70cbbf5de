import { argon2Sync } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { hashPassword, verifyNothing, verifyPassword } from './password.server.ts';

const PASSWORD = 'kajen ligger i lä';

function hashAt(memory: number, passes: number, password = PASSWORD): string {
	const nonce = Buffer.alloc(16, 7);
	const hash = argon2Sync('argon2id', { message: password, nonce, parallelism: 1, tagLength: 32, memory, passes });
	const text = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
	return `$argon2id$v=19$m=${memory},t=${passes},p=1$${text(nonce)}$${text(hash)}`;
}

// Node's own, watched: what each hash costs and how many are made at once.
const watched = vi.hoisted(() => ({ costs: [] as object[], now: 0, most: 0 }));
vi.mock('node:crypto', async (original) => {
	const actual = await original<typeof import('node:crypto')>();
	const argon2: typeof actual.argon2 = (algorithm, { message, nonce, ...cost }, done) => {
		watched.costs.push({ algorithm, salt: Buffer.byteLength(nonce), ...cost });
		watched.most = Math.max(watched.most, (watched.now += 1));
		actual.argon2(algorithm, { message, nonce, ...cost }, (error, key) => {
			watched.now -= 1;
			done(error, key);
		});
	};
	return { ...actual, argon2 };
});

test('a person signs in with the password that was chosen and with no other', async () => {
	const hash = await hashPassword(PASSWORD);
	expect(hash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
	expect(await verifyPassword(PASSWORD, hash)).toEqual({ matches: true, outdated: false });
	for (const wrong of [PASSWORD.toUpperCase(), `${PASSWORD} `, PASSWORD.slice(0, -1), ''])
		expect(await verifyPassword(wrong, hash)).toEqual({ matches: false, outdated: false });
});

test('two people with the same password do not have the same hash', async () => {
	expect(await hashPassword(PASSWORD)).not.toBe(await hashPassword(PASSWORD));
});

test('the letters å, ä and ö are the same from every keyboard', async () => {
	const hash = await hashPassword('lås på båten'.normalize('NFD'));
	expect(await verifyPassword('lås på båten'.normalize('NFC'), hash)).toMatchObject({ matches: true });
});

test.each([
	['less memory', hashAt(32 * 1024, 3)],
	['fewer passes', hashAt(64 * 1024, 2)]
])('a password hashed with %s still opens, and is said to be outdated', async (_, hash) => {
	expect(await verifyPassword(PASSWORD, hash)).toEqual({ matches: true, outdated: true });
	expect(await verifyPassword('another password', hash)).toMatchObject({ matches: false });
});

test('a password hashed at a higher cost is not outdated', async () => {
	expect(await verifyPassword(PASSWORD, hashAt(64 * 1024, 4))).toEqual({ matches: true, outdated: false });
});

test.each(['', 'plain text', hashAt(64 * 1024, 3).replace('argon2id', 'argon2i'), '$argon2id$v=19$m=65536,t=3,p=1$$'])(
	'a stored password that is no Argon2id hash is a broken database, and is not printed: %s',
	async (hash) => {
		const asked = verifyPassword(PASSWORD, hash);
		await expect(asked).rejects.toThrow(/^A stored password is not an Argon2id hash$/);
	}
);

test('an account that does not exist takes as long as one that does', async () => {
	const hash = await hashPassword(PASSWORD);
	watched.costs = [];
	await verifyPassword('a wrong password', hash);
	expect(await verifyNothing('a wrong password')).toEqual({ matches: false, outdated: false });
	expect(watched.costs).toHaveLength(2);
	expect(watched.costs[1]).toEqual(watched.costs[0]);
	expect(watched.costs[0]).toMatchObject({ algorithm: 'argon2id', memory: 64 * 1024, passes: 3, parallelism: 1 });
});

test('ten people who sign in at once take no more than three times 64 MiB', async () => {
	watched.most = 0;
	await Promise.all(Array.from({ length: 10 }, () => verifyNothing(PASSWORD)));
	expect(watched.most).toBe(3);
});
