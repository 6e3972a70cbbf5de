// A mutation that whoever holds the device may deliver, and only its author and the server can read.
import * as z from 'zod/mini';
import { Id } from '#lib/kernel/index.ts';
import { PushedMutation } from './protocol.ts';

const { seq, name, at, expiresAt } = PushedMutation.shape;

/** As it travels: the outbox's sealed body, in base64url, and beside it what is authenticated with it. */
export const Envelope = z.strictObject({
	clientId: Id,
	seq,
	name,
	at,
	expiresAt,
	body: z.string().check(z.regex(/^[\w-]+$/), z.maxLength(512 * 1024))
});
export type Envelope = z.infer<typeof Envelope>;

/**
 * What is authenticated with a mutation's arguments: delivered as another mutation, later in the queue, or for another device, they do not open.
 *
 * Shapes:  no part but the last ones can be empty, and none can hold a bar: two envelopes never share these words.
 */
export function envelopeAbout(of: {
	readonly clientId?: string | undefined;
	readonly seq: number;
	readonly name: string;
	readonly at: number;
	readonly expiresAt?: number | undefined;
}): string {
	return ['outbox', of.clientId ?? '', of.seq, of.name, of.at, of.expiresAt ?? ''].join('|');
}
