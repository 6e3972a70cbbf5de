// A question over HTTP about people and devices: who may ask it, in which shape, and what it does.
import * as z from 'zod/mini';
import { may, type Action } from '#lib/features/access/index.ts';
import { refuse, type Result } from '#lib/kernel/index.ts';
import { addressKey } from '../audit/network.server.ts';
import type { LimitName } from '../http/rate-limits.server.ts';
import type { Caller } from './caller.server.ts';
import type { Office } from './office.server.ts';

/** What goes back; `cookie` is set on the answer where there is one. */
export type Answer<T> = Result<T> & { readonly cookie?: string | undefined };

export interface Call<A = unknown> {
	readonly message: z.ZodMiniType<A>;
	/** `person` asks for a ticket that stands for somebody; with an action, for somebody who may do that. */
	readonly who: 'anyone' | 'person' | Action;
	/** How often one address may ask; where it is missing, as often as it likes. */
	readonly limit?: LimitName;
	readonly run: (office: Office, message: A, caller: Caller) => Promise<Answer<unknown>>;
}

export function defineCall<A>(call: Call<A>): Call {
	// The message is parsed by its own schema before it is handed on.
	return { ...call, run: (office, message, caller) => call.run(office, message as A, caller) };
}

/**
 * Answers one call.
 *
 * Errors:  `sync.bad-arguments` for another shape; `access.not-permitted` for whoever may not ask, known or not.
 */
export async function answerCall(
	call: Call & { readonly name: string },
	office: Office,
	message: unknown,
	caller: Caller
): Promise<Answer<unknown>> {
	if (call.limit) {
		const taken = await office.parts.limits.take(call.limit, `${call.name} ${addressKey(caller.address)}`);
		if (!taken.ok) return taken;
	}
	const parsed = call.message.safeParse(message);
	if (!parsed.success) return refuse('sync.bad-arguments');
	if (call.who !== 'anyone') {
		const actor =
			caller.holder?.sessionId === undefined ? undefined : office.parts.directory.actor(caller.holder.actor.personId);
		const permitted = actor && (call.who === 'person' || may(actor, call.who, 'municipality', office.parts.now()));
		if (!permitted) return refuse('access.not-permitted');
	}
	return call.run(office, parsed.data, caller);
}

/** The person who asks; only for calls that ask for one. */
export function personOf({ holder }: Caller): string {
	if (!holder) throw new Error('A call for persons was let through without one');
	return holder.actor.personId;
}
