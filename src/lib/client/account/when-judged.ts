// Waits for the server's word on something that only the server decides.
import { ok, refuse, type Result } from '#lib/kernel/index.ts';
import type { Mutator } from '#lib/sync/contract/index.ts';
import type { App } from '../app.svelte.ts';

/**
 * Sends a change; `judged` settles once the server has taken or refused it, however long the network is away.
 *
 * Errors:  what this device itself refuses, at once; `judged` gives what the server does.
 */
export async function sendMine<A>(
	app: App,
	mutator: Mutator<A>,
	args: A
): Promise<Result<{ readonly judged: Promise<Result<void>> }>> {
	const { outbox, refused } = app.replica.database;
	const refusals = (): Promise<{ code: string }[]> => refused.filter(({ name }) => name === mutator.name).toArray();
	const before = (await refusals()).length;
	const result = await app.mutate(mutator, args);
	if (!result.ok) return result;
	const gone = new Promise<void>((resolve) => {
		const end = app.replica.live(
			['outbox'],
			() => outbox.filter(({ name }) => name === mutator.name).count(),
			(count) => {
				if (count > 0) return;
				resolve();
				queueMicrotask(() => {
					end();
				});
			}
		);
	});
	const verdict = async (): Promise<Result<void>> => {
		await gone;
		const after = await refusals();
		const last = after.length > before ? after.at(-1) : undefined;
		return last ? refuse(last.code) : ok(undefined);
	};
	return ok({ judged: verdict() });
}
