// Questions over HTTP in the name of whoever is in: the line's ticket says who asks.
import * as z from 'zod/mini';
import { refuse, type Result } from '#lib/kernel/index.ts';
import { ask, type Inside } from './entrance/index.ts';

/** A question waits for the line for so long. */
const GREETED_WITHIN_MS = 8_000;
const LOOKED_EVERY_MS = 50;

/**
 * Asks once the line stands: a page that has just been opened asks before it does.
 *
 * Errors:  the server's refusal; `access.no-contact`.
 */
export async function askOnLine<T>(
	ticket: () => string | undefined,
	call: string,
	{ message, value }: { message: object; value: z.ZodMiniType<T> }
): Promise<Result<T>> {
	for (let waited = 0; ticket() === undefined && waited < GREETED_WITHIN_MS; waited += LOOKED_EVERY_MS)
		await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY_MS));
	const given = ticket();
	return given === undefined ? refuse('access.no-contact') : ask(call, message, { value, ticket: given });
}

/** The browser was killed before the device's cookie was on disk; errors: `access.no-contact`, and what only a bug would cause. */
export async function askForCookie(inside: Inside, ticket: string): Promise<Result<unknown>> {
	const claim = await inside.claim(`renew:${ticket}`, 'renew');
	return ask('renew-device', claim, { value: z.unknown(), ticket });
}
