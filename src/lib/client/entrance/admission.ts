// Questions to the server about people and devices, and what it gives to whoever it lets in.
import * as z from 'zod/mini';
import { Id, Instant, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { RightMessage, TICKET_HEADER } from '#lib/sync/contract/index.ts';
import { deviceName } from './device-name.ts';

export const Admission = z.object({
	personId: Id,
	name: z.string(),
	title: z.string(),
	rights: z.array(RightMessage),
	/** 32 bytes in base64url. */
	key: z.string(),
	session: Id,
	leaseUntil: Instant,
	serverTime: Instant,
	tablet: z.object({ id: Id, name: z.string(), shared: z.boolean() })
});
export type Admission = z.infer<typeof Admission>;

const Answer = z.union([
	z.object({ ok: z.literal(true), value: z.optional(z.unknown()) }),
	z.object({ ok: z.literal(false), code: z.string() })
]);

const ANSWER_MS = 20_000;

/**
 * Asks the server.
 *
 * Shapes:  `ticket` is the open line's word, for what only a person may ask.
 * Errors:  the server's refusal; `access.no-contact` where it does not answer, or somebody else does in its place.
 */
export async function ask<T>(
	call: string,
	message: object,
	{ value, ticket = '' }: { value: z.ZodMiniType<T>; ticket?: string | undefined }
): Promise<Result<T>> {
	try {
		const response = await fetch(`/access/${call}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-beredd-device': deviceName(), [TICKET_HEADER]: ticket },
			body: JSON.stringify(message),
			signal: AbortSignal.timeout(ANSWER_MS)
		});
		const answer = Answer.parse(await response.json());
		if (!answer.ok) return refuse(answer.code);
		return ok(value.parse(answer.value));
	} catch {
		// Whatever came instead of an answer – nothing, a login portal's page – there is no contact with the server.
		return refuse('access.no-contact');
	}
}
