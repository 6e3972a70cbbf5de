// Copies of the database that are whole: a plain copy of the file while a server writes is old or empty (case C24).
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { DAY_MS } from '#lib/kernel/index.ts';
import { damageIn } from './damage.server.ts';
import { beginNewLife, lastCommitOf } from './new-life.server.ts';
import { holdDatabase, isBusy } from './one-server.server.ts';

/** Pages to a step: a write between two smaller steps would start the copy anew (sqlite.org/c3ref/backup_finish.html). */
const ALL_AT_ONCE = 2 ** 31 - 1;
/** The clock of the machine that was lost may have been ahead of this one's by so much. */
const CLOCK_MARGIN_MS = DAY_MS;

/**
 * Writes all that is committed in `database` to the new file `file`, while a server goes on writing.
 *
 * Errors:  throws sentences for the terminal; `file` is only there once it is whole and checked.
 */
export async function backUp(database: string, file: string): Promise<void> {
	if (!existsSync(database)) {
		throw new Error(`There is no database at ${database}. Set BEREDD_DATA to the folder that the server uses.`);
	}
	requireNew(file);
	const unfinished = `${file}.unfinished`;
	rmSync(unfinished, { force: true });
	try {
		await copyInto(unfinished, database);
		const damage = await damageIn(unfinished);
		if (damage !== undefined) throw new Error(`The copy ${unfinished} is damaged: ${damage}`);
		moveTo(unfinished, file);
	} finally {
		rmSync(unfinished, { force: true });
	}
}

/** Throws a sentence where `file` cannot become a new file. */
export function requireNew(file: string): void {
	if (existsSync(file))
		throw new Error(`${file} is already there, and a backup replaces nothing. Choose another name.`);
	if (!existsSync(dirname(resolve(file)))) throw new Error(`The folder of ${file} is not there. Make it first.`);
}

export interface Restored {
	/** Where the database lies that was there before; undefined where there was none. */
	readonly aside: string | undefined;
	/** Messages that waited to be sent when the backup was made. */
	readonly held: number;
}

/**
 * Puts the backup `file` in the place of `database`, as a new life of it.
 *
 * Errors:  throws sentences for the terminal; whatever goes wrong, the former database is where it was or aside.
 */
export async function restore(
	database: string,
	file: string,
	{ now, epoch }: { now: number; epoch: string }
): Promise<Restored> {
	if (!existsSync(file)) throw new Error(`There is no file ${file}.`);
	if (resolve(file) === resolve(database)) throw new Error(`${file} is the database itself, not a backup of it.`);
	requireBackup(file);
	const letGo = holdDatabase(database);
	const restoring = `${database}.restoring`;
	rmSync(restoring, { force: true });
	try {
		const former = existsSync(database) ? lastCommitUnlessOpen(database) : 0;
		await copyInto(restoring, file);
		const held = withDatabase(restoring, {}, (raw) => {
			const lifeBegan = Math.max(now + CLOCK_MARGIN_MS, lastCommitOf(raw) + 1, former + 1);
			return beginNewLife(raw, { epoch, lifeBegan });
		});
		const aside = existsSync(database) ? moveAside(database, now) : undefined;
		moveTo(restoring, database);
		return { aside, held };
	} finally {
		rmSync(restoring, { force: true });
		letGo();
	}
}

/** One file without a log beside it, synced to disk. */
async function copyInto(copy: string, database: string): Promise<void> {
	const source = new DatabaseSync(database, { readOnly: true });
	try {
		await backup(source, copy, { rate: ALL_AT_ONCE });
	} finally {
		source.close();
	}
	withDatabase(copy, {}, (raw) => {
		raw.exec('PRAGMA journal_mode = DELETE');
	});
}

function requireBackup(file: string): void {
	try {
		withDatabase(file, { readOnly: true }, (raw) => {
			requireWhole(raw, file);
			lastCommitOf(raw);
		});
	} catch (error) {
		throw new Error(`${file} is not a whole backup of Beredd. Nothing was changed.`, { cause: error });
	}
}

function requireWhole(raw: DatabaseSync, file: string): void {
	const check = raw.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
	if (check !== 'ok') throw new Error(`The copy ${file} is damaged: ${String(check)}`);
}

/**
 * Makes `database` one file, its log taken in, and returns the number of its last commit.
 *
 * Errors:  throws a sentence while any program has it open. A damaged one is left as it is: its number is lost.
 * Source:  sqlite.org/wal.html: a database leaves the WAL mode only when no other connection is open.
 */
function lastCommitUnlessOpen(database: string): number {
	try {
		return withDatabase(database, {}, (raw) => {
			raw.exec('PRAGMA journal_mode = DELETE');
			return lastCommitOf(raw);
		});
	} catch (error) {
		if (isBusy(error)) throw new Error(`A program has ${database} open. Close it first.`, { cause: error });
		return 0;
	}
}

function moveAside(database: string, now: number): string {
	const aside = `${database}.before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
	for (const tail of ['', '-wal', '-shm']) {
		if (existsSync(database + tail)) renameSync(database + tail, aside + tail);
	}
	return aside;
}

/** A name that survives a power cut: the folder is synced too, where the system can. */
export function moveTo(from: string, to: string): void {
	renameSync(from, to);
	if (process.platform === 'win32') return;
	const folder = openSync(dirname(resolve(to)), 'r');
	fsyncSync(folder);
	closeSync(folder);
}

function withDatabase<T>(file: string, options: { readOnly?: boolean }, work: (raw: DatabaseSync) => T): T {
	const raw = new DatabaseSync(file, options);
	try {
		return work(raw);
	} finally {
		raw.close();
	}
}
