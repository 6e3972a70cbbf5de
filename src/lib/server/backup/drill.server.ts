// A backup that nobody has restored is a hope: the drill restores one elsewhere, opens it as a server would and follows its logs.
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { incidents } from '#lib/features/incident/index.ts';
import { journalEntries } from '#lib/features/journal/index.ts';
import { registry } from '#lib/features/registry.ts';
import type { Places } from '../environment.server.ts';
import type { Variables } from '../environment/variables.server.ts';
import { damageIn } from '../store/damage.server.ts';
import { openSqliteStore } from '../store/sqlite-store.server.ts';
import { verify } from '../verify.server.ts';
import { inFolder, restoreBackup } from './take-backup.server.ts';

export interface Drilled {
	/** ISO 8601. */
	readonly at: string;
	readonly file: string;
	readonly tookMs: number;
	readonly rows: number;
	readonly incidents: number;
	readonly entries: number;
	/** When the server received the newest entry, ISO 8601; null where there is none. */
	readonly newestEntryAt: string | null;
	/** Sentences about what is not as it should be; none when the backup would do. */
	readonly broken: readonly string[];
}

/**
 * Restores `file` into a folder of its own in `data`, looks at it, and keeps what was found in `<data>/last-drill.json`.
 *
 * Errors:  throws a sentence when the file cannot be restored at all; nothing is written then.
 */
export async function drill(
	{ data }: Places,
	file: string,
	{ variables, now }: { variables: Variables; now: () => number }
): Promise<Drilled> {
	const began = now();
	const found = await inFolder(data, async (folder) => {
		const there = { data: folder, database: join(folder, 'beredd.db') };
		await restoreBackup(there, file, { variables, now: began });
		const store = await openSqliteStore(there.database, registry, () => 'unused');
		await store.close();
		const damage = await damageIn(there.database);
		const { broken } = verify(there.database);
		return {
			...countsIn(there.database),
			broken: damage === undefined ? broken : [`The database is damaged: ${damage}`, ...broken]
		};
	});
	const drilled = { at: new Date(began).toISOString(), file: basename(file), tookMs: now() - began, ...found };
	writeFileSync(join(data, 'last-drill.json'), `${JSON.stringify(drilled, null, '\t')}\n`);
	return drilled;
}

function countsIn(database: string): Pick<Drilled, 'rows' | 'incidents' | 'entries' | 'newestEntryAt'> {
	const raw = new DatabaseSync(database, { readOnly: true });
	const count = raw.prepare(
		`select count(*) as many, max(json_extract(body, '$.receivedAt')) as newest from rows where ?1 is null or tbl = ?1`
	);
	const of = (table: string | null): Record<string, unknown> => count.get(table) ?? {};
	const { many, newest } = of(journalEntries.name);
	const found = {
		rows: Number(of(null)['many']),
		incidents: Number(of(incidents.name)['many']),
		entries: Number(many)
	};
	raw.close();
	return { ...found, newestEntryAt: typeof newest === 'number' ? new Date(newest).toISOString() : null };
}
