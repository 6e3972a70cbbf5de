// A person's key as it lies locked on a device: in a box of the person's own way in, and around it the device's.
import * as z from 'zod/mini';
import { fromBase64Url, toBase64Url } from '#lib/kernel/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;
const Bytes = z.custom<Bytes>((value) => value instanceof Uint8Array);

export const WrappedKey = z.discriminatedUnion('how', [
	z.strictObject({ how: z.literal('device'), box: Bytes }),
	z.strictObject({
		how: z.literal('pin'),
		salt: Bytes,
		memoryKiB: z.int().check(z.gte(8), z.lte(1024 * 1024)),
		passes: z.int().check(z.gte(1), z.lte(100)),
		box: Bytes
	}),
	z.strictObject({ how: z.literal('passkey'), salt: Bytes, box: Bytes })
]);
export type WrappedKey = z.infer<typeof WrappedKey>;
export type How = WrappedKey['how'];

/** What is locked away; the lease lies inside, so that nobody lengthens it by editing the database. */
export interface Locked {
	/** 32 bytes. */
	readonly key: Bytes;
	/** In ms since 1970-01-01T00:00Z. */
	readonly leaseUntil: number;
	/** The id of the session in which the server gave the key out. */
	readonly session: string;
}

const Content = z.strictObject({ key: z.string(), leaseUntil: z.int(), session: z.string() });

export function toBytes({ key, leaseUntil, session }: Locked): Bytes {
	return new TextEncoder().encode(JSON.stringify({ key: toBase64Url(key), leaseUntil, session }));
}

/** Errors:  throws where another release has written something else. */
export function fromBytes(bytes: Bytes): Locked {
	const { key, ...rest } = Content.parse(JSON.parse(new TextDecoder().decode(bytes)));
	return { key: fromBase64Url(key), ...rest };
}
