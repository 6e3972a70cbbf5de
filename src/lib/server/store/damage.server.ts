// Whether a database is whole, looked at on a thread of its own: on a large one it takes seconds, in which the server must go on answering.
import { Worker } from 'node:worker_threads';

/** As text, since the built server is one file and has no second one to start. */
const LOOK = `
const { parentPort, workerData } = require('node:worker_threads');
const { DatabaseSync } = require('node:sqlite');
const raw = new DatabaseSync(workerData, { readOnly: true });
const found = String(raw.prepare("PRAGMA integrity_check").get().integrity_check);
raw.close();
parentPort.postMessage(found);
`;

/**
 * What SQLite finds wrong in `file` first; undefined when it is whole.
 *
 * Errors:  rejects when the file cannot be opened as a database.
 */
export function damageIn(file: string): Promise<string | undefined> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(LOOK, { eval: true, workerData: file });
		worker.once('message', (found: string) => {
			resolve(found === 'ok' ? undefined : found);
		});
		worker.once('error', reject);
	});
}
