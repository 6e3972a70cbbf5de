// The people who may sign in, as the municipality knows them; how they prove who they are is the server's alone.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';
import { withoutIdentityNumbers } from '#lib/privacy/index.ts';
import { PersonName } from '#lib/sync/contract/index.ts';
import type { Grant } from './rights.ts';

/** Begins the id of a person who was let in by the sealed codes: shown to administrators as an alarm until it is ended. */
export const BREAK_GLASS_PERSON = 'break-glass-';

/** Begins the id of a screen on the wall: it shows one incident and does nothing else. */
export const BOARD_PERSON = 'board-';

/** Somebody who is here for a while and for one thing: nothing lasting is theirs to make. */
export function isPassing(personId: string): boolean {
	return personId.startsWith(BOARD_PERSON) || personId.startsWith(BREAK_GLASS_PERSON);
}

const Short = z.string().check(z.trim(), z.maxLength(200));

export const Person = z.object({
	id: Id,
	name: PersonName,
	/** What they are called in the log, such as “Tjänsteman i beredskap”. */
	title: PersonName,
	email: z.optional(Short),
	phone: z.optional(z.string().check(z.trim(), z.maxLength(40))),
	/** The member organisation that lends them, where one does. */
	organisationId: z.optional(Id),
	addedAt: Instant,
	/** From here on they have no rights and cannot sign in; their name stays in what they wrote. */
	leftAt: z.optional(Instant)
});
export type Person = z.infer<typeof Person>;

/** What is written of a person when they are added. */
export const PersonFields = z.pick(Person, { name: true, title: true, email: true, phone: true, organisationId: true });
export type PersonFields = z.infer<typeof PersonFields>;

/** The fields that someone has changed; `null` empties one. */
export const PersonChanges = z.strictObject({
	name: z.optional(PersonName),
	title: z.optional(PersonName),
	email: z.optional(z.nullable(Short)),
	phone: z.optional(z.nullable(z.string().check(z.trim(), z.maxLength(40)))),
	organisationId: z.optional(z.nullable(Id))
});
export type PersonChanges = z.infer<typeof PersonChanges>;

/** Fields of a person as they may be stored: what is written of them holds no identity number. */
export function withoutNumbers<F extends PersonChanges>(fields: F, at: Instant): F {
	const texts = (['name', 'title'] as const).flatMap((field) => {
		const text = fields[field];
		return text === undefined ? [] : [[field, withoutIdentityNumbers(text, at).text] as const];
	});
	return { ...fields, ...Object.fromEntries(texts) };
}

/** `person` with the fields given and no other changed. */
export function withChanges(person: Person, changes: PersonChanges): Person {
	const given = Object.entries(changes).filter(([, value]) => value !== undefined);
	return Person.parse({ ...person, ...Object.fromEntries(given.map(([key, value]) => [key, value ?? undefined])) });
}

/**
 * Whether someone can still let others in when `gone` have been removed: now, and with no end set to it.
 *
 * Source:  a role for two weeks in July counts for nothing here; after it nobody could give any.
 */
export function leavesAnAdministrator(
	grants: readonly Pick<Grant, 'id' | 'as' | 'on' | 'from' | 'until'>[],
	gone: ReadonlySet<string>,
	at: Instant
): boolean {
	return grants.some(
		({ id, as, on, from, until }) =>
			as === 'administrator' && on === 'municipality' && !gone.has(id) && from <= at && until === undefined
	);
}
