// The crisis support group: seven member organisations, the people they lend, and how many of them are needed.
import * as z from 'zod/mini';
import { DAY_MS, Id, Instant } from '#lib/kernel/index.ts';

/** How many people an organisation owes at each level of a call-out. */
export const Quota = z.object({ level1: z.int(), level2: z.int(), level3: z.int() });
export type SupportLevel = 1 | 2 | 3;

export const Organisation = z.object({
	id: Id,
	name: z.string(),
	task: z.string(),
	quota: Quota,
	/** Below this many members the quota cannot be kept up over days. */
	minRosterSize: z.int(),
	order: z.int()
});
export type Organisation = z.infer<typeof Organisation>;

const ShortText = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));
/** As people write numbers: digits with spaces, hyphens, brackets and a leading plus; at least seven digits. */
export const Phone = z.string().check(
	z.trim(),
	z.maxLength(40),
	z.regex(/^\+?[\d\s()/.-]+$/),
	z.refine((text) => text.replace(/\D/g, '').length >= 7)
);

/** Away from `since`, until someone sets them back. */
export const Away = z.object({ since: Instant, note: z.optional(z.string().check(z.maxLength(200))) });

export const Member = z.object({
	id: Id,
	organisationId: Id,
	givenName: ShortText,
	familyName: ShortText,
	skills: z.array(ShortText),
	languages: z.array(ShortText),
	/** Empty for whoever is reached another way; the note says how. */
	mobile: z.union([Phone, z.literal('')]),
	email: z.optional(z.string().check(z.maxLength(200))),
	/** How and when they can be reached, in words. */
	note: z.optional(z.string().check(z.maxLength(300))),
	away: z.optional(Away),
	numberVerifiedAt: z.optional(Instant),
	numberVerifiedBy: z.optional(z.string())
});
export type Member = z.infer<typeof Member>;

export function fullName({ givenName, familyName }: Pick<Member, 'givenName' | 'familyName'>): string {
	return `${givenName} ${familyName}`;
}

export interface Staffing {
	readonly members: number;
	readonly available: number;
	readonly away: number;
	readonly quota: number;
	readonly minRosterSize: number;
	/** Fewer people are available than the quota asks for. */
	readonly short: boolean;
	/** Fewer members than the smallest roster size. */
	readonly thin: boolean;
}

export function staffing(organisation: Organisation, members: readonly Member[], level: SupportLevel): Staffing {
	const own = members.filter(({ organisationId }) => organisationId === organisation.id);
	const away = own.filter((member) => member.away !== undefined).length;
	const available = own.length - away;
	const quota = organisation.quota[`level${level}`];
	const { minRosterSize } = organisation;
	return {
		members: own.length,
		available,
		away,
		quota,
		minRosterSize,
		short: available < quota,
		thin: own.length < minRosterSize
	};
}

/** A number that nobody has verified for a quarter is shown as old (a test call-out is held each quarter). */
export const NUMBER_STALE_AFTER_MS = 92 * DAY_MS;

export function isNumberStale({ numberVerifiedAt }: Member, now: number): boolean {
	return numberVerifiedAt === undefined || now - numberVerifiedAt > NUMBER_STALE_AFTER_MS;
}
