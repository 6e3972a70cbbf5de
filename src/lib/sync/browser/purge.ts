// Rows of a scope that this person may no longer see leave the device; what was not yet sent stays.
import { type Registry, type RowKey, type ScopeId } from '../contract/index.ts';
import type { ReplicaDatabase, RowRecord } from './database.ts';
import { heldIn } from './incoming.ts';
import { receive, type ReceiveSettings } from './receive.ts';

export interface Shrinkage {
	/** Said to be withdrawn, or few enough to be believed at once. */
	readonly purge: readonly ScopeId[];
	/** Missing without a word, and more than half of what is held: a second answer must confirm it. */
	readonly doubtful: readonly ScopeId[];
}

/** What to believe of an answer that names fewer scopes than the device holds. Source: promises.md R11, case C02. */
export function shrinkage(
	held: readonly ScopeId[],
	answer: { scopes: readonly ScopeId[]; revoked: readonly ScopeId[] }
): Shrinkage {
	const missing = held.filter((scope) => !answer.scopes.includes(scope));
	const revoked = missing.filter((scope) => answer.revoked.includes(scope));
	const silent = missing.filter((scope) => !answer.revoked.includes(scope));
	if (silent.length * 2 > held.length) return { purge: revoked, doubtful: silent };
	return { purge: [...revoked, ...silent], doubtful: [] };
}

export async function purgeScopes(
	settings: ReceiveSettings & { db: ReplicaDatabase; registry: Registry },
	scopes: readonly ScopeId[]
): Promise<void> {
	const { db, registry } = settings;
	await db.dexie.transaction('rw', [...db.all], async () => {
		const keys = await heldIn(db, registry, (record: RowRecord) => scopes.includes(record.scope));
		const changes = new Map<RowKey, null>(keys.map((key) => [key, null]));
		await receive(settings, { changes, leaving: new Map(), cursors: [] });
		await db.cursors.bulkDelete([...scopes]);
	});
}
