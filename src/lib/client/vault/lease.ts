// How long a device may open a person's rows without having spoken with the server.

/**
 * True when the time lent has run out.
 *
 * Units:   all in ms since 1970-01-01T00:00Z; the last moment itself is still in time. `lastServerTime` is the newest time
 *          that the server has told this device, 0 where it never has: the later of both counts, so turning the clock back gains nothing.
 * Source:  promises.md 4.4.
 */
export function leaseOver(
	leaseUntil: number,
	{ deviceTime, lastServerTime }: { readonly deviceTime: number; readonly lastServerTime: number }
): boolean {
	return Math.max(deviceTime, lastServerTime) > leaseUntil;
}
