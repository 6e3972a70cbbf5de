// Where a request came from, as far as limits and the audit log may know it.
import { isIPv4, isIPv6 } from 'node:net';

/**
 * The key under which requests from `address` are counted together.
 *
 * Shapes:  an IPv4 address itself, also when it comes wrapped in IPv6; the /64 of an IPv6 address, since whoever has one
 *          address there has all of them.
 * Errors:  none; what is no address is counted under one key.
 */
export function addressKey(address: string | undefined): string {
	const plain = plainAddress(address);
	if (isIPv4(plain)) return plain;
	return isIPv6(plain) ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : 'unknown';
}

/** What the audit log keeps of an address: the network, which says whose it was and not which machine. */
export function networkOf(address: string | undefined): string | undefined {
	const plain = plainAddress(address);
	if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
	return isIPv6(plain) ? `${groupsOf(plain).slice(0, 3).join(':')}::/48` : undefined;
}

function plainAddress(address = ''): string {
	const [plain = ''] = address.split('%');
	const wrapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
	return wrapped ?? plain;
}

/** The first groups of an IPv6 address without leading zeros; an IPv4 tail lies behind all that is asked for. */
function groupsOf(address: string): string[] {
	const [head = '', tail] = address.toLowerCase().split('::');
	const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
	const width = (list: readonly string[]): number => list.reduce((sum, one) => sum + (one.includes('.') ? 2 : 1), 0);
	const [left, right] = [groups(head), groups(tail ?? '')];
	const zeros = tail === undefined ? 0 : 8 - width(left) - width(right);
	return [...left, ...Array<string>(zeros).fill('0'), ...right].map((group) => group.replace(/^0+(?=.)/, ''));
}
