// What somebody has begun to write and not yet sent: sealed like everything else, and there again after a crash or a lock.
import type { ReplicaDatabase } from './database.ts';
import type { Records } from './records.ts';
import type { Storage } from './storage.ts';

export interface DraftSettings {
	/** Strict durability: what was typed must not be lost. */
	readonly typed: ReplicaDatabase;
	readonly fetched: ReplicaDatabase;
	readonly records: Records;
	readonly storage: Storage;
	readonly now: () => number;
}

export class Drafts {
	readonly #settings: DraftSettings;

	constructor(settings: DraftSettings) {
		this.#settings = settings;
	}

	/** An empty text takes the draft away. */
	async keep(key: string, text: string): Promise<void> {
		const { typed, records, storage, now } = this.#settings;
		if (storage.ended) return;
		await storage.run(
			typed,
			async () => {
				if (text === '') await typed.drafts.delete(key);
				else await typed.drafts.put({ key, body: records.seal(text, draftAbout(key)), at: now() });
			},
			'typed'
		);
	}

	async of(key: string): Promise<{ text: string; at: number } | undefined> {
		const { fetched, records, storage } = this.#settings;
		const record = await storage.run(fetched, () => fetched.drafts.get(key), 'fetched');
		if (!record) return undefined;
		const text = records.unseal(record.body, draftAbout(key));
		return typeof text === 'string' ? { text, at: record.at } : undefined;
	}
}

function draftAbout(key: string): string {
	return `draft|${key}`;
}
