import { expect, test } from 'vitest';
import { clientAddress, isThisMachine, type Asked } from './client-address.server.ts';

function request(remoteAddress: string | undefined, forwarded?: string): Asked {
	const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
	return { headers, socket: { remoteAddress } };
}

test('without proxies only the socket is believed, whatever a client writes about itself', () => {
	expect(clientAddress(request('192.0.2.7', '127.0.0.1'), 0)).toBe('192.0.2.7');
	expect(clientAddress(request('::ffff:192.0.2.7'), 0)).toBe('192.0.2.7');
	expect(clientAddress(request(undefined), 0)).toBe('');
});

test.each([
	[1, '192.0.2.7', '192.0.2.7'],
	[1, '127.0.0.1, 192.0.2.7', '192.0.2.7'],
	[2, '127.0.0.1, 192.0.2.7, 10.0.0.2', '192.0.2.7'],
	[2, '192.0.2.7', '192.0.2.7'],
	[1, '2001:db8::7', '2001:db8::7'],
	[1, '[2001:db8::7]:4711', '2001:db8::7'],
	[1, '192.0.2.7:4711', '192.0.2.7']
])('behind %i proxies “%s” means %s', (hops, forwarded, address) => {
	expect(clientAddress(request('10.0.0.1', forwarded), hops)).toBe(address);
});

test.each([undefined, '', 'unknown', '<script>', '192.0.2.7,'])(
	'a header that says no address (%s) leaves the socket’s',
	(forwarded) => {
		expect(clientAddress(request('10.0.0.1', forwarded), 1)).toBe('10.0.0.1');
	}
);

test('this machine is known by its own addresses only', () => {
	expect(['127.0.0.1', '127.9.9.9', '::1'].every(isThisMachine)).toBe(true);
	expect(['', '10.0.0.1', '127.0.0.1.evil', '::2'].some(isThisMachine)).toBe(false);
});
