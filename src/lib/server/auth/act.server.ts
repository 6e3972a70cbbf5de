// Does something in a person's own name from the server: what they have asked for over HTTP, judged like all else.
import { newId, ok, refuse, systemRandom, type Result } from '#lib/kernel/index.ts';
import type { Actor, Mutator, PushReply } from '#lib/sync/contract/index.ts';
import type { BeginningSettings } from '../beginning.server.ts';

/** Errors:  the mutation's refusal; throws where the database could not be written. */
export async function act<A>(
	{ store, authority, now }: BeginningSettings,
	actor: Actor,
	{ mutator, args }: { mutator: Mutator<A>; args: A }
): Promise<Result<void>> {
	const at = now();
	const clientId = `office-${newId(at, systemRandom)}`;
	await store.enrol({ clientId, actor, lastSeq: 0 }, at);
	const reply = await new Promise<PushReply | undefined>((resolve) => {
		authority.judge({ clientId, actor }, [{ seq: 1, name: mutator.name, args, at }], resolve);
	});
	if (!reply) throw new Error(`${mutator.name} was not saved`);
	const code = reply.verdicts[0]?.refused;
	return code === undefined ? ok(undefined) : refuse(code);
}
