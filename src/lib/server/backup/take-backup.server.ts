// A backup as it is kept: a checked copy of the database, sealed to the offline key where there is one.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '#lib/kernel/index.ts';
import type { Places } from '../environment.server.ts';
import { valuesOf, type Variables } from '../environment/variables.server.ts';
import { backUp, moveTo, requireNew, restore, type Restored } from '../store/backup.server.ts';
import { keyFromText } from './key-text.server.ts';
import { isSealed, openSealedFile, sealFile } from './sealed-file.server.ts';

export const SEALED_ENDING = '.beredd-backup';
/** How folders begin in which a copy lies for some seconds. */
const PASSING = 'passing-';
const PRIVATE = 'BEREDD_BACKUP_PRIVATE_KEY';

/**
 * Writes all that is committed to the new file `file`, sealed to `key`; plain without one.
 *
 * Shapes:  the plain copy that is sealed lies in the data folder meanwhile: it takes the database's size there, and never leaves it.
 * Errors:  throws sentences for the terminal; `file` is only there once it is whole.
 */
export async function takeBackup({ data, database }: Places, file: string, key: Uint8Array | undefined): Promise<void> {
	if (!key) return backUp(database, file);
	requireNew(file);
	if (!existsSync(database)) return backUp(database, file); // It says what is missing.
	await inFolder(data, async (folder) => {
		const copy = join(folder, 'copy.db');
		await backUp(database, copy);
		const unfinished = `${file}.unfinished`;
		rmSync(unfinished, { force: true });
		try {
			await sealFile(copy, unfinished, key);
			moveTo(unfinished, file);
		} finally {
			rmSync(unfinished, { force: true });
		}
	});
}

/** `restore`, also of a sealed file; asks `variables` for the offline key only then. */
export async function restoreBackup(
	{ data, database }: Places,
	file: string,
	{ variables, now }: { variables: Variables; now: number }
): Promise<Restored> {
	const life = { now, epoch: randomBytes(16).toString('hex') };
	if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
	return withPlain(file, { folder: data, variables }, (plain) => restore(database, plain, life));
}

/**
 * Lends `work` the backup `file` as a plain database, which is gone afterwards where it was sealed.
 *
 * Errors:  throws a sentence when the file is sealed and the key is missing, wrong or another, or the file was changed.
 */
async function withPlain<T>(
	file: string,
	{ folder, variables }: { folder: string; variables: Variables },
	work: (plain: string) => Promise<T>
): Promise<T> {
	if (!isSealed(file)) return work(file);
	const key = privateKeyFrom(variables, file);
	return inFolder(folder, async (temporary) => {
		const plain = join(temporary, 'opened.db');
		await openSealedFile(file, plain, key);
		return work(plain);
	});
}

function privateKeyFrom(variables: Variables, file: string): Uint8Array {
	const text = valuesOf(variables, [PRIVATE])[PRIVATE];
	if (text === undefined) {
		throw new Error(`${file} is sealed. Put the private key into a file and name it in ${PRIVATE}_FILE.`);
	}
	const key = keyFromText('private', text);
	if (!key) throw new Error(`${PRIVATE} has a slip in it: compare it with the paper, letter by letter.`);
	return key;
}

/** Lends `work` a folder of its own in `data`, readable by this user alone. */
export async function inFolder<T>(data: string, work: (folder: string) => Promise<T>): Promise<T> {
	mkdirSync(data, { recursive: true });
	for (const name of readdirSync(data).filter((name) => name.startsWith(PASSING))) {
		// Left by a process that was killed: what lies there is a plain copy.
		const left = join(data, name);
		if (Date.now() - statSync(left).mtimeMs > DAY_MS) rmSync(left, { recursive: true, force: true });
	}
	const folder = mkdtempSync(join(data, PASSING));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
