// What waits, cut into pushes that the wire can carry.
import { PUSH_MUTATIONS_MAX, type PushedMutation, type Registry } from '../contract/index.ts';
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

/** Notes of each command in `pushes` that it is about to be sent; other mutations may be repeated without harm. */
export async function noteCommands(
	db: ReplicaDatabase,
	registry: Registry,
	{ pushes, epoch }: { pushes: readonly (readonly PushedMutation[])[]; epoch: string }
): Promise<void> {
	const commands = pushes.flat().filter(({ name }) => registry.mutator(name)?.optimistic === false);
	if (commands.length === 0) return;
	await db.outbox
		.where('seq')
		.anyOf(commands.map(({ seq }) => seq))
		.filter(({ sentIn }) => sentIn === undefined)
		.modify({ sentIn: epoch });
}

/**
 * The next waiting mutations after `seq`, oldest first, as at most `ahead` pushes.
 *
 * Units:   at most 200 mutations and `bytes` characters of JSON each; one that is larger alone goes alone.
 */
export async function pushesAfter(
	db: ReplicaDatabase,
	records: Records,
	seq: number,
	{ bytes: bytesMax, ahead }: { readonly bytes: number; readonly ahead: number }
): Promise<PushedMutation[][]> {
	const waiting = await db.outbox
		.where('seq')
		.above(seq)
		.limit(ahead * PUSH_MUTATIONS_MAX)
		.toArray();
	const pushes: PushedMutation[][] = [];
	let bytes = Infinity;
	let before = seq;
	for (const record of waiting) {
		const follows = record.seq === before + 1 ? {} : { follows: before };
		before = record.seq;
		const mutation = { ...pushed(records, record), ...follows };
		const size = JSON.stringify(mutation).length;
		const last = pushes.at(-1);
		if (!last || last.length >= PUSH_MUTATIONS_MAX || bytes + size > bytesMax) {
			if (pushes.length === ahead) return pushes;
			pushes.push([mutation]);
			bytes = size;
		} else {
			last.push(mutation);
			bytes += size;
		}
	}
	return pushes;
}
