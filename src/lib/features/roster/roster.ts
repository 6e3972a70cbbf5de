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

/** Away from `since` up to `until`, or until someone sets them back. */
export const Away = z.object({
	since: Instant,
	until: z.optional(Instant),
	note: z.optional(z.string().check(z.maxLength(200)))
});

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

/** What is written of a member when they are added; a number that cannot be read is judged by the mutator, not by the shape. */
export const Contact = z.extend(
	z.pick(Member, {
		organisationId: true,
		givenName: true,
		familyName: true,
		skills: true,
		languages: true,
		email: true,
		note: true
	}),
	{ mobile: z.string().check(z.trim(), z.maxLength(40)) }
);
export type Contact = z.infer<typeof Contact>;

/** The fields that someone has changed; `null` empties one. What they left alone is not here, so that nobody's change is taken back. */
export const ContactChanges = z.partial(
	z.extend(Contact, { email: z.nullable(Member.shape.email), note: z.nullable(Member.shape.note) })
);
export type ContactChanges = z.infer<typeof ContactChanges>;

/** What differs in `after`, and nothing else. */
export function contactChanges(before: Contact, after: Contact): ContactChanges {
	const fields = Object.keys(Contact.shape) as (keyof Contact)[];
	const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
	return Object.fromEntries(changed.map((field) => [field, after[field] ?? null]));
}

/**
 * `member` with `changes`.
 *
 * Shapes:  the number stays verified when it is only spelled in another way.
 */
export function withChanges(member: Member, changes: ContactChanges): Member {
	const given = Object.entries(changes).filter(([, value]) => value !== undefined);
	const changed = { ...member, ...Object.fromEntries(given.map(([field, value]) => [field, value ?? undefined])) };
	if (dialNumber(changed.mobile) === dialNumber(member.mobile)) return changed;
	const { numberVerifiedAt: _, numberVerifiedBy: _by, ...unverified } = changed;
	return unverified;
}

/**
 * `mobile` as it is dialled, with the country's number where the spelling lets it be known.
 *
 * Source:  case C33 – `+46 (0)70 174 06 05` dialled digit by digit reaches nobody.
 */
export function dialNumber(mobile: string): string {
	const digits = mobile.replace('(0)', '').replace(/[^+\d]/g, '');
	const abroad = digits.replace(/^00/, '+').replace(/^46(?=\d{8})/, '+46');
	return abroad.replace(/^\+460/, '+46').replace(/^0(?=\d)/, '+46');
}

/** Area codes of three digits; 08 has two, mobiles (07x) have three, every other has four. */
const AREAS_OF_THREE = /^0(?:7\d|1[013689]|2[0136]|3[1356]|4[0246]|54|60|63|90)/;
const GROUPS: Readonly<Record<number, RegExp>> = {
	5: /^(\d{3})(\d\d)$/,
	6: /^(\d\d)(\d\d)(\d\d)$/,
	7: /^(\d{3})(\d\d)(\d\d)$/,
	8: /^(\d{3})(\d{3})(\d\d)$/
};

/**
 * `mobile` grouped as Swedish numbers are, `070-174 06 05`, however it was spelled; a number from abroad stays as it was written.
 *
 * Source:  SS 03 50 – groups of two and three, counted from the end.
 */
export function phoneText(mobile: string): string {
	const dialled = dialNumber(mobile);
	if (!dialled.startsWith('+46')) return mobile.trim();
	const national = `0${dialled.slice(3)}`;
	const area = national.startsWith('08') ? '08' : (AREAS_OF_THREE.exec(national)?.[0] ?? national.slice(0, 4));
	const own = national.slice(area.length);
	const groups = GROUPS[own.length]?.exec(own);
	return groups ? `${area}-${groups.slice(1).join(' ')}` : mobile.trim();
}

/** Words typed with commas between them. */
export function wordsIn(text: string): string[] {
	return text
		.split(',')
		.map((word) => word.trim())
		.filter(Boolean);
}

export const WORDS_MAX = 30;

/** Whether a person may have these skills or languages: no more, and no longer, than can be read in a list. */
export function areFewWords(words: readonly string[]): boolean {
	return words.length <= WORDS_MAX && words.every((word) => ShortText.safeParse(word).success);
}

export function fullName({ givenName, familyName }: Pick<Member, 'givenName' | 'familyName'>): string {
	return `${givenName} ${familyName}`;
}

/** Whether the member cannot come at `now`; an absence that is planned does not count yet. */
export function isAway({ away }: Pick<Member, 'away'>, now: Instant): boolean {
	return away !== undefined && away.since <= now && (away.until === undefined || now < away.until);
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

/**
 * How an organisation stands against its quota at `level`.
 *
 * Shapes:  `members` may hold those of other organisations; they are not counted.
 */
export function staffing(
	organisation: Organisation,
	members: readonly Member[],
	{ level, now }: { level: SupportLevel; now: Instant }
): Staffing {
	const own = members.filter(({ organisationId }) => organisationId === organisation.id);
	const away = own.filter((member) => isAway(member, now)).length;
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

/** Members whose number nobody has verified for long; those without a number are told apart. */
export function numbersOf(members: readonly Member[], now: Instant): { stale: number; none: number } {
	const none = members.filter(({ mobile }) => mobile === '').length;
	const stale = members.filter((member) => member.mobile !== '' && isNumberStale(member, now)).length;
	return { stale, none };
}
