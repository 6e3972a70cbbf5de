// What is authenticated with a mutation that whoever holds the device may deliver, and only its author and the server can read.

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
