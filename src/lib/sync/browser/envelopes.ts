// What a person did, put into the outbox under a seal that holds its place in the queue as well.
import { envelopeAbout } from '../contract/envelope.ts';
import type { OutboxRecord, ReplicaDatabase } from './database.ts';
import type { Sealer } from './sealer.ts';

export class Envelopes {
	readonly #sealer: Sealer;
	readonly #clientId: string;
	/** The number that IndexedDB will probably give next: right unless another tab has written meanwhile. */
	#next = 1;

	constructor(sealer: Sealer, clientId: string) {
		this.#sealer = sealer;
		this.#clientId = clientId;
	}

	/**
	 * Appends a mutation, inside the caller's transaction over the outbox.
	 *
	 * Its number is authenticated, so that nobody who holds the device can send it twice or in another order; but the number
	 * is known only once IndexedDB has given it. A random id would leave that to a list on the server, and a second write each
	 * time cost a third of a save: so it is sealed for the number to be expected, and written again only where that was wrong.
	 */
	async add(
		{ outbox }: ReplicaDatabase,
		waiting: Omit<OutboxRecord, 'seq' | 'body' | 'clientId'>,
		args: string
	): Promise<OutboxRecord> {
		const expected = this.#seal({ ...waiting, seq: this.#next }, args);
		const { seq: _, ...unnumbered } = expected;
		const seq = await outbox.add(unnumbered);
		this.#next = seq + 1;
		if (seq === expected.seq) return expected;
		const record = this.#seal({ ...waiting, seq }, args);
		await outbox.put(record);
		return record;
	}

	#seal(waiting: Omit<OutboxRecord, 'body' | 'clientId'>, args: string): OutboxRecord {
		const numbered = { ...waiting, clientId: this.#clientId };
		return { ...numbered, body: this.#sealer.seal(args, envelopeAbout(numbered)) };
	}
}
