// What waits, cut into pushes that the wire can carry.
import { PUSH_MUTATIONS_MAX, type Letter, type PushedMutation, type Registry } from '../contract/index.ts';
import { toBase64Url } from '#lib/kernel/index.ts';
import type { OutboxRecord, ReplicaDatabase } from './database.ts';
import type { Records } from './records.ts';

export function pushed(records: Records, waiting: Omit<OutboxRecord, 'touched'>): PushedMutation {
	const { seq, name, at, expiresAt, reoffer, former } = waiting;
	return {
		seq,
		name,
		args: records.argsOf(waiting),
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

/** The next waiting mutations after `seq`, oldest first, at most `limit`. */
export async function waitingAfter(
	db: ReplicaDatabase,
	records: Records,
	{ seq, limit }: { seq: number; limit: number }
): Promise<PushedMutation[]> {
	const waiting = await db.outbox.where('seq').above(seq).limit(limit).toArray();
	return waiting.map((record, index) => {
		const before = waiting[index - 1]?.seq ?? seq;
		const follows = record.seq === before + 1 ? {} : { follows: before };
		return { ...pushed(records, record), ...follows };
	});
}

/**
 * Takes the next pushes from the front of `waiting`: at most `ahead`.
 *
 * Units:   at most 200 mutations and `bytes` characters of JSON each; one that is larger alone goes alone.
 */
export function cutPushes(
	waiting: PushedMutation[],
	{ bytes, ahead }: { readonly bytes: number; readonly ahead: number }
): PushedMutation[][] {
	const pushes: PushedMutation[][] = [];
	while (waiting.length > 0 && pushes.length < ahead) {
		let count = 0;
		let size = 0;
		for (const mutation of waiting) {
			size += JSON.stringify(mutation).length;
			if (count > 0 && (size > bytes || count >= PUSH_MUTATIONS_MAX)) break;
			count += 1;
		}
		pushes.push(waiting.splice(0, count));
	}
	return pushes;
}

/** The same mutation for whoever may deliver it without reading it; none for what was written before people had keys. */
export function letterOf({
	clientId,
	seq,
	name,
	at,
	expiresAt,
	body,
	reoffer
}: Omit<OutboxRecord, 'touched'>): Letter | undefined {
	if (typeof body === 'string' || clientId === undefined) return undefined;
	return {
		seq,
		name,
		at,
		...(expiresAt === undefined ? {} : { expiresAt }),
		...(reoffer ? { reoffer } : {}),
		body: toBase64Url(body)
	};
}
