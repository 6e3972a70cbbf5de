// What the audit log takes: a closed list of what is noted, and details that cannot hold what someone typed.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';

/** What is noted. Released names are never changed: rows that hold them stand for years. */
export const What = z.enum([
	'sign-in',
	'sign-in-refused',
	'sign-out',
	'session-revoked',
	'device-enrolled',
	'device-renamed',
	'device-revoked',
	'rights-given',
	'rights-withdrawn',
	'person-added',
	'person-changed',
	'person-left',
	'password-changed',
	'passkey-added',
	'passkey-removed',
	'invitation-made',
	'invitation-used',
	'set-up',
	'settings-changed',
	'break-glass-made',
	'break-glass-opened',
	'break-glass-confirmed',
	'break-glass-drill',
	'protected-read',
	'export',
	'erase',
	'retention',
	'backup',
	'restore',
	'scopes-purged',
	'incident-adopted'
]);
export type What = z.infer<typeof What>;

/** A name that the program has given: a right, a reason's code, a field, an id. No spaces, so no sentence fits. */
const Word = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_:.-]{0,95}$/));
/** A scope: the kind before its id. */
const ScopeName = z.string().check(z.regex(/^[a-z]+(?::[A-Za-z0-9][A-Za-z0-9_:.-]{0,95})?$/));
const Words = z.array(Word).check(z.maxLength(50));
const Count = z.int().check(z.gte(0));

export const Details = z.strictObject({
	/** Way in: `password`, `passkey`, `oidc`, `break-glass`, `invitation`. */
	how: z.optional(Word),
	/** The code of a refusal, or of a reason that was chosen from a list. */
	reason: z.optional(Word),
	/** How many there were, where several are noted together. */
	count: z.optional(Count),
	/** The network a request came from, never the address itself (`networkOf`). */
	network: z.optional(z.string().check(z.regex(/^[0-9a-f.:]{2,39}\/(?:24|48)$/))),
	/** A right: as what, on what, from and until when. */
	as: z.optional(Word),
	on: z.optional(ScopeName),
	from: z.optional(Instant),
	until: z.optional(Instant),
	/** Names of what was changed, never the values. */
	fields: z.optional(Words),
	scopes: z.optional(z.array(ScopeName).check(z.maxLength(50))),
	rows: z.optional(Count),
	format: z.optional(Word),
	/** A setting or a file's digest by its name. */
	name: z.optional(Word)
});
export type Details = z.infer<typeof Details>;

export const AuditEntry = z.strictObject({
	what: What,
	/** Who did it; null before there is a sign-in. */
	personId: z.nullable(Id),
	deviceId: z.nullable(Id),
	/** The id of what it concerns, or null. */
	about: z.nullable(Id),
	details: z.optional(Details)
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** A row as it is read: numbered, dated, `details` null where they were blacked out. */
export interface AuditRow {
	readonly n: number;
	readonly at: number;
	readonly personId: string | null;
	readonly deviceId: string | null;
	readonly what: What;
	readonly about: string | null;
	readonly details: Details | null;
}

/** A row as it stands in the database. */
export interface AuditTable {
	n: number;
	at: number;
	person_id: string | null;
	device_id: string | null;
	what: string;
	about: string | null;
	/** JSON; null with `salt` once blacked out. */
	details: string | null;
	salt: string | null;
	/** Digest of `details` with `salt`: stays when they are blacked out, so that the chain can still be followed. */
	details_digest: string;
	hash: string;
}
