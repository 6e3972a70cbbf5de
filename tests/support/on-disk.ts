// What lies in a database's file, read past the server over a connection of its own.
import { DatabaseSync } from 'node:sqlite';

/** The ids of the log's entries, whether the file is whole, and its life line. */
export function onDisk(database: string): { ids: ReadonlySet<string>; whole: unknown; epoch: unknown } {
	const raw = new DatabaseSync(database, { readOnly: true });
	const ids = raw.prepare(`SELECT id FROM rows WHERE tbl = 'journalEntries'`).all();
	const whole = raw.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
	const epoch = raw.prepare(`SELECT value FROM meta WHERE key = 'epoch'`).get()?.['value'];
	raw.close();
	return { ids: new Set(ids.map(({ id }) => String(id))), whole, epoch };
}
