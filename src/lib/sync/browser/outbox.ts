// What waits, cut into pushes that the wire can carry.
import { PUSH_BYTES_MAX, PUSH_MUTATIONS_MAX, type PushedMutation } from '../contract/index.ts';
import type { OutboxRecord, ReplicaDatabase } from './database.ts';
import type { Records } from './records.ts';

export function pushed(records: Records, waiting: Omit<OutboxRecord, 'touched'>): PushedMutation {
	const { seq, name, body, at, expiresAt, reoffer, former } = waiting;
	return {
		seq,
		name,
		args: records.unseal(body),
		at,
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(reoffer ? { reoffer } : {}),
		...(former ? { former } : {})
	};
}

/**
 * The waiting mutations after `seq`, oldest first, as pushes.
 *
 * Units:   at most 200 mutations and 256 KiB of JSON each; one that is larger alone goes alone.
 */
export async function pushesAfter(db: ReplicaDatabase, records: Records, seq: number): Promise<PushedMutation[][]> {
	const waiting = await db.outbox.where('seq').above(seq).toArray();
	const pushes: PushedMutation[][] = [];
	let bytes = Infinity;
	let before = seq;
	for (const record of waiting) {
		const follows = record.seq === before + 1 ? {} : { follows: before };
		before = record.seq;
		const mutation = { ...pushed(records, record), ...follows };
		const size = JSON.stringify(mutation).length;
		const last = pushes.at(-1);
		if (!last || last.length >= PUSH_MUTATIONS_MAX || bytes + size > PUSH_BYTES_MAX) {
			pushes.push([mutation]);
			bytes = size;
		} else {
			last.push(mutation);
			bytes += size;
		}
	}
	return pushes;
}
