// From where a request comes: the socket says it, unless proxies that are trusted stand in front.
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';

/** A header of the server's own making, under which SvelteKit finds the address: whatever a client sends by that name is replaced. */
export const ADDRESS_HEADER = 'x-beredd-address';

/** What of a request says where it comes from: an `IncomingMessage`, or the request of a socket. */
export interface Asked {
	readonly headers: IncomingHttpHeaders;
	readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * The address of whoever asks.
 *
 * Shapes:  each proxy adds to the end of X-Forwarded-For whom it has heard, so the one `hops` from the end was written by the
 *          outermost trusted proxy; everything before it was written by the client and means nothing.
 * Errors:  none; without a usable header it is the address that the socket has, and `''` once that is closed.
 */
export function clientAddress(request: Asked, hops: number): string {
	const heard = plain(request.socket.remoteAddress ?? '');
	if (hops === 0) return heard;
	const header = request.headers['x-forwarded-for'];
	const said = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((part) => plain(part.trim()));
	// Fewer than expected: the request came in between the proxies, and the first of them has written the first address.
	const address = said.at(-Math.min(hops, said.length)) ?? '';
	return isIP(address) === 0 ? heard : address;
}

const MACHINE = /^(?:127(?:\.\d{1,3}){3}|::1)$/;

export function isThisMachine(address: string): boolean {
	return MACHINE.test(address);
}

/** Without a port, brackets, or the clothing of IPv4 in IPv6. */
function plain(text: string): string {
	const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
	return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}
