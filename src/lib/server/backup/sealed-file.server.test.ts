// Backups stolen (promises.md 4.2): whoever has a sealed copy reads nothing, and changes nothing unseen.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { CHUNK_BYTES, isSealed, makeBackupKeys, openSealedFile, sealFile } from './sealed-file.server.ts';

const keys = makeBackupKeys();
/** Of the header, and of what each chunk is longer than what it holds. */
const HEADER = 14 + 1 + 16 + 32;
const SEALED_CHUNK = CHUNK_BYTES + 16;

let folder: string;
let plain: string;
let sealed: string;
let opened: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'beredd-sealed-'));
	[plain, sealed, opened] = ['plain', 'sealed', 'opened'].map((name) => join(folder, name)) as [string, string, string];
	return () => {
		rmSync(folder, { recursive: true });
	};
});

async function sealedOf(bytes: Buffer): Promise<Buffer> {
	writeFileSync(plain, bytes);
	await sealFile(plain, sealed, keys.publicKey);
	return readFileSync(sealed);
}

test.each([0, 1, 5_000, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7])(
	'%i bytes come back as they were, and only the owner of the key can read the file',
	async (length) => {
		const bytes = randomBytes(length);
		const file = await sealedOf(bytes);
		expect(file).toHaveLength(HEADER + length + 16 * Math.max(1, Math.ceil(length / CHUNK_BYTES)));
		expect(statSync(sealed).mode & 0o077).toBe(0);
		expect([isSealed(sealed), isSealed(plain), isSealed(folder)]).toEqual([true, false, false]);
		await openSealedFile(sealed, opened, keys.privateKey);
		expect(readFileSync(opened).equals(bytes)).toBe(true);
	}
);

test('nothing of what is sealed can be read in the file, and the same copy is never sealed the same way twice', async () => {
	const text = Buffer.from('Åsa Ek, 070-174 06 12. '.repeat(1_000));
	const first = await sealedOf(text);
	expect(first.includes('Ek, 070')).toBe(false);
	rmSync(sealed);
	const second = await sealedOf(text);
	expect(first.subarray(HEADER).equals(second.subarray(HEADER))).toBe(false);
});

test('another key does not open it, and is named as the reason', async () => {
	await sealedOf(randomBytes(99));
	await expect(openSealedFile(sealed, opened, makeBackupKeys().privateKey)).rejects.toThrow(/sealed to another key/);
});

const chunk = (file: Buffer, n: number): Buffer =>
	file.subarray(HEADER + n * SEALED_CHUNK, HEADER + (n + 1) * SEALED_CHUNK);

/** Three chunks, of which the last holds 7 bytes. */
test.each<[string, (file: Buffer) => Buffer]>([
	['cut off in the last chunk', (file) => file.subarray(0, -1)],
	['cut off after a whole chunk', (file) => file.subarray(0, HEADER + 2 * SEALED_CHUNK)],
	['cut off after the header', (file) => file.subarray(0, HEADER)],
	['longer by a byte', (file) => Buffer.concat([file, Buffer.of(0)])],
	['longer by its own last chunk', (file) => Buffer.concat([file, chunk(file, 2)])],
	[
		'put together in another order',
		(file) => Buffer.concat([file.subarray(0, HEADER), chunk(file, 1), chunk(file, 0), chunk(file, 2)])
	],
	['without its middle', (file) => Buffer.concat([file.subarray(0, HEADER), chunk(file, 0), chunk(file, 2)])],
	[
		'with a chunk twice',
		(file) => Buffer.concat([file.subarray(0, HEADER), chunk(file, 0), chunk(file, 0), chunk(file, 2)])
	],
	['only its end', (file) => Buffer.concat([file.subarray(0, HEADER), chunk(file, 2)])]
])('a file that is %s is not opened', async (_what, spoil) => {
	writeFileSync(sealed, spoil(await sealedOf(randomBytes(2 * CHUNK_BYTES + 7))));
	await expect(openSealedFile(sealed, opened, keys.privateKey)).rejects.toThrow(/was changed or cut off/);
});

test('one bit that was turned is noticed, wherever in the file it lies', async () => {
	const file = await sealedOf(randomBytes(200));
	for (let at = 0; at < file.length; at += 1) {
		const spoiled = Buffer.from(file);
		spoiled[at] = (spoiled[at] ?? 0) ^ (1 << (at % 8));
		writeFileSync(sealed, spoiled);
		rmSync(opened, { force: true });
		if (at < 14) expect(isSealed(sealed)).toBe(false);
		else await expect(openSealedFile(sealed, opened, keys.privateKey)).rejects.toThrow();
	}
});
