// A database that comes back from a backup is another life of it: devices must notice what it has forgotten.
import type { DatabaseSync } from 'node:sqlite';
import { COMMIT_SERIES } from './save-commit.server.ts';

/**
 * Gives the database a new epoch, and holds back what it would send.
 *
 * Shapes:  returns how many messages are held: nobody knows which of them went out after the backup was made.
 * Units:   `lifeBegan` is a commit number; it must lie above every number of the former life.
 */
export function beginNewLife(raw: DatabaseSync, { epoch, lifeBegan }: { epoch: string; lifeBegan: number }): number {
	raw.exec('BEGIN IMMEDIATE');
	const set = raw.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
	set.run('epoch', epoch);
	set.run('lifeBegan', String(lifeBegan));
	const { changes } = raw.prepare(`UPDATE effects SET state = 'held' WHERE state = 'waiting'`).run();
	raw.exec('COMMIT');
	return Number(changes);
}

/** The number of the last commit; 0 where there was none. */
export function lastCommitOf(raw: DatabaseSync): number {
	return Number(raw.prepare('SELECT value FROM series WHERE name = ?').get(COMMIT_SERIES)?.['value'] ?? 0);
}
