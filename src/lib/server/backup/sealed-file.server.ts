// A copy of the database that only an offline key opens: whoever steals the backups, or the server, cannot read them.
import {
	createCipheriv,
	createDecipheriv,
	createHash,
	createPrivateKey,
	createPublicKey,
	diffieHellman,
	generateKeyPairSync,
	hkdfSync,
	type KeyObject
} from 'node:crypto';
import { createReadStream, createWriteStream, openSync, closeSync, readSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Header: these letters, the version, the key's fingerprint, the ephemeral public key. All of it is authenticated. */
const MAGIC = Buffer.from('BEREDD-BACKUP\n', 'latin1');
const VERSION = 1;
const FINGERPRINT_BYTES = 16;
const KEY_BYTES = 32;
const HEADER_BYTES = MAGIC.length + 1 + FINGERPRINT_BYTES + KEY_BYTES;
/** Plain bytes to a chunk; the last one may be shorter. */
export const CHUNK_BYTES = 1024 * 1024;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** What comes before the 32 bytes of an X25519 key in DER (RFC 8410). */
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex');
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex');

export interface BackupKeys {
	readonly publicKey: Uint8Array;
	readonly privateKey: Uint8Array;
}

export function makeBackupKeys(): BackupKeys {
	const { publicKey, privateKey } = generateKeyPairSync('x25519');
	return {
		publicKey: rawPublic(publicKey),
		privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-KEY_BYTES)
	};
}

/** Whether `file` begins as a sealed copy does; what cannot be read as a file is none. */
export function isSealed(file: string): boolean {
	return statSync(file).isFile() && readStart(file, MAGIC.length).equals(MAGIC);
}

/**
 * Seals `from` to the owner of `publicKey`, into the new file `to`, which is on disk when this resolves.
 *
 * Shapes:  header, then chunks of AES-256-GCM, each 16 bytes longer than what it holds. A chunk's nonce is its number and whether it
 *          is the last, so that a chunk which is missing, moved or cut off is noticed; the header is authenticated with each.
 */
export async function sealFile(from: string, to: string, publicKey: Uint8Array): Promise<void> {
	const once = generateKeyPairSync('x25519');
	const oncePublic = rawPublic(once.publicKey);
	const header = Buffer.concat([MAGIC, Buffer.of(VERSION), fingerprint(publicKey), oncePublic]);
	const key = fileKey({ privateKey: once.privateKey, theirs: publicKey, oncePublic, owner: publicKey });
	await pipeline(
		createReadStream(from, { highWaterMark: CHUNK_BYTES }),
		async function* (source: AsyncIterable<Buffer>) {
			yield header;
			for await (const { bytes, number, last } of chunksOf(source, CHUNK_BYTES)) {
				const cipher = createCipheriv(CIPHER, key, nonce(number, last)).setAAD(header);
				yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
			}
		},
		createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true })
	);
}

/**
 * Opens `from` with the offline key, into the new file `to`.
 *
 * Errors:  throws a sentence when the key is another or anything was changed; what `to` holds then must not be used.
 */
export async function openSealedFile(from: string, to: string, privateKey: Uint8Array): Promise<void> {
	const header = readStart(from, HEADER_BYTES);
	const version = header[MAGIC.length];
	if (header.length < HEADER_BYTES) throw new Error(`${from} is cut off at its beginning.`);
	if (version !== VERSION)
		throw new Error(`${from} is of version ${String(version)}, which a newer version of Beredd reads.`);
	const own = createPrivateKey({ key: Buffer.concat([PRIVATE_DER, privateKey]), type: 'pkcs8', format: 'der' });
	const owner = rawPublic(createPublicKey(own));
	if (!header.subarray(MAGIC.length + 1, -KEY_BYTES).equals(fingerprint(owner))) {
		throw new Error(`${from} is sealed to another key than the one given.`);
	}
	const oncePublic = header.subarray(-KEY_BYTES);
	const key = fileKey({ privateKey: own, theirs: oncePublic, oncePublic, owner });
	await pipeline(
		createReadStream(from, { start: HEADER_BYTES, highWaterMark: CHUNK_BYTES }),
		async function* (source: AsyncIterable<Buffer>) {
			for await (const { bytes, number, last } of chunksOf(source, CHUNK_BYTES + TAG_BYTES)) {
				yield openChunk(bytes, { key, nonce: nonce(number, last), header, from });
			}
		},
		createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true })
	);
}

function openChunk(
	bytes: Buffer,
	{ key, nonce, header, from }: { key: Uint8Array; nonce: Buffer; header: Buffer; from: string }
): Buffer {
	try {
		const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(header);
		decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
		return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
	} catch (cause) {
		throw new Error(`${from} was changed or cut off after it was written. Use another copy.`, { cause });
	}
}

/** `source` in pieces of `size` bytes; there is always a last one, which may be shorter, or empty when there is nothing. */
async function* chunksOf(
	source: AsyncIterable<Buffer>,
	size: number
): AsyncGenerator<{ bytes: Buffer; number: number; last: boolean }> {
	let held: Buffer[] = [];
	let length = 0;
	let number = 0;
	for await (const piece of source) {
		held.push(piece);
		length += piece.length;
		// A full chunk waits for one more byte: only then is it known not to be the last.
		while (length > size) {
			const all = Buffer.concat(held);
			yield { bytes: all.subarray(0, size), number, last: false };
			number += 1;
			held = [all.subarray(size)];
			length -= size;
		}
	}
	yield { bytes: Buffer.concat(held), number, last: true };
}

/** Each file has a key of its own, so counting is enough for a nonce never to come twice. */
function nonce(number: number, last: boolean): Buffer {
	const bytes = Buffer.alloc(12);
	bytes.writeUInt32BE(number, 7);
	bytes[11] = last ? 1 : 0;
	return bytes;
}

function fileKey(of: {
	privateKey: KeyObject;
	theirs: Uint8Array;
	oncePublic: Uint8Array;
	owner: Uint8Array;
}): Uint8Array {
	const shared = diffieHellman({ privateKey: of.privateKey, publicKey: publicKeyOf(of.theirs) });
	const salt = Buffer.concat([of.oncePublic, of.owner]);
	return new Uint8Array(hkdfSync('sha256', shared, salt, 'beredd backup 1', KEY_BYTES));
}

function publicKeyOf(raw: Uint8Array): KeyObject {
	return createPublicKey({ key: Buffer.concat([PUBLIC_DER, raw]), type: 'spki', format: 'der' });
}

function rawPublic(key: KeyObject): Buffer {
	return key.export({ type: 'spki', format: 'der' }).subarray(-KEY_BYTES);
}

function fingerprint(publicKey: Uint8Array): Buffer {
	return createHash('sha256').update(publicKey).digest().subarray(0, FINGERPRINT_BYTES);
}

function readStart(file: string, length: number): Buffer {
	const opened = openSync(file, 'r');
	try {
		const bytes = Buffer.alloc(length);
		return bytes.subarray(0, readSync(opened, bytes, 0, length, 0));
	} finally {
		closeSync(opened);
	}
}
