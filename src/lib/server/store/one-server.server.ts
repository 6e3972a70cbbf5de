// One server to a database: the judge counts versions in memory, and two of them would give one number to two changes.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const BUSY = 5;

/**
 * Holds `database` for this process, and returns what lets go of it; whoever drops that drops the hold.
 *
 * Errors:  throws a sentence when another process holds it. One that was killed holds nothing: the system lets go.
 */
export function holdDatabase(database: string): () => void {
	mkdirSync(dirname(database), { recursive: true });
	// A lock of SQLite's, on a file of its own: the database stays open to readers such as the backup.
	const lock = new DatabaseSync(`${database}.lock`);
	try {
		lock.exec('BEGIN EXCLUSIVE');
	} catch (error) {
		lock.close();
		if (isBusy(error)) throw new Error(`A server is using ${database}. Stop it first.`, { cause: error });
		throw error;
	}
	return () => {
		lock.close();
	};
}

export function isBusy(error: unknown): boolean {
	return error instanceof Error && Reflect.get(error, 'errcode') === BUSY;
}
