// What the server says of a person's own account, and asking it as that person.
import * as z from 'zod/mini';
import { RoleName } from '#lib/features/access/index.ts';
import { Id, Instant, type Result } from '#lib/kernel/index.ts';
import type { App } from '../app.svelte.ts';

export const Account = z.object({
	name: z.string(),
	title: z.string(),
	email: z.string(),
	phone: z.string(),
	login: z.string(),
	hasPassword: z.boolean()
});
export type Account = z.infer<typeof Account>;

export const Passkeys = z.array(
	z.object({ id: z.string(), label: z.string(), createdAt: Instant, lastUsedAt: z.optional(Instant) })
);
export type Passkey = z.infer<typeof Passkeys>[number];

export const Sessions = z.array(z.object({ id: Id, device: z.string(), seenAt: Instant, here: z.boolean() }));
export type Session = z.infer<typeof Sessions>[number];

/** What is shown of it; the file holds all. */
export const MyData = z.looseObject({
	person: z.nullable(
		z.looseObject({
			name: z.string(),
			title: z.string(),
			email: z.optional(z.string()),
			phone: z.optional(z.string()),
			addedAt: Instant
		})
	),
	account: z.optional(z.looseObject({ login: z.nullable(z.string()), singleSignOn: z.nullable(z.string()) })),
	passkeys: z.array(z.looseObject({ label: z.string() })),
	roles: z.array(z.looseObject({ as: RoleName, from: Instant, until: z.optional(Instant) })),
	devices: z.array(z.looseObject({ name: z.string(), since: Instant })),
	sessions: z.array(z.looseObject({ createdAt: Instant })),
	roster: z.array(z.looseObject({ givenName: z.string(), familyName: z.string(), mobile: z.string() })),
	deeds: z.array(z.looseObject({ name: z.string(), at: Instant }))
});
export type MyData = z.infer<typeof MyData>;

export const Nothing = z.unknown();

/** Errors:  the server's refusal; `access.no-contact`. */
export function askAs<T>(app: App, call: string, value: z.ZodMiniType<T>, message: object = {}): Promise<Result<T>> {
	return app.ask(call, message, value);
}
