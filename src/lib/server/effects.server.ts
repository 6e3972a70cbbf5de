// What a mutation asked for outside the database, performed after commit, once per key, with its state kept.
import type { Store, WaitingEffect } from '#lib/sync/authority/index.ts';

export type Perform = (effect: WaitingEffect) => Promise<void>;

export interface EffectSettings {
	readonly store: Store;
	/** By the effect's kind; a kind without a performer waits until a build knows it. */
	readonly performers: ReadonlyMap<string, Perform>;
	readonly now: () => number;
	readonly reportBug: (error: unknown, where: string) => string;
}

const ATTEMPTS_MAX = 5;
const BATCH = 50;

/** Performs what waits; an effect is marked only after it was performed, so its performer must honour the key. */
export async function performEffects({ store, performers, now, reportBug }: EffectSettings): Promise<number> {
	let performed = 0;
	for (const effect of await store.waitingEffects(BATCH)) {
		const perform = performers.get(effect.kind);
		if (!perform) continue;
		try {
			await perform(effect);
			await store.settleEffect(effect.key, 'done', now());
			performed += 1;
		} catch (error) {
			reportBug(error, `effect ${effect.kind}`);
			await store.settleEffect(effect.key, effect.attempts + 1 >= ATTEMPTS_MAX ? 'failed' : 'waiting', now());
		}
	}
	return performed;
}
