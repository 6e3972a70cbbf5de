// Which municipality this is, and how the installation began.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';
import { Colour } from './municipality-accent.ts';

export const Beginning = z.enum(['example', 'templates', 'empty']);
export type Beginning = z.infer<typeof Beginning>;

export const MunicipalityName = z.string().check(z.trim(), z.minLength(1), z.maxLength(80));

const DutyNumber = z.string().check(z.trim(), z.maxLength(40));
/** How long a device opens without having heard from the server. Bounds: below a day nobody could work through a night, above a month a lost tablet opens too long. */
const LeaseDays = z.int().check(z.gte(1), z.lte(30));
const RetentionDays = z.int().check(z.gte(30), z.lte(3_650));

export const Municipality = z.object({
	id: Id,
	name: MunicipalityName,
	beginning: Beginning,
	begunAt: Instant,
	/** Its own colour; the product's where there is none. */
	accent: z.optional(Colour),
	/** Where whoever is on duty is reached: a function's number, never a person's. Shown before anyone has signed in. */
	dutyNumber: z.optional(DutyNumber),
	leaseDays: z.optional(LeaseDays),
	/** For those who lead: they must be able to work through a long outage. */
	leaderLeaseDays: z.optional(LeaseDays),
	/** For personal data, after an incident has ended. */
	retentionDays: z.optional(RetentionDays)
});
export type Municipality = z.infer<typeof Municipality>;

/** What can be changed of it; `null` empties a field. */
export const MunicipalityChanges = z.strictObject({
	name: z.optional(MunicipalityName),
	accent: z.optional(z.nullable(Colour)),
	dutyNumber: z.optional(z.nullable(DutyNumber)),
	leaseDays: z.optional(LeaseDays),
	leaderLeaseDays: z.optional(LeaseDays),
	retentionDays: z.optional(RetentionDays)
});
export type MunicipalityChanges = z.infer<typeof MunicipalityChanges>;

/** What holds until somebody says otherwise. Source: promises.md 4.4. */
export const STANDARD_DAYS = { leaseDays: 3, leaderLeaseDays: 7, retentionDays: 730 } as const;

/** 100 kB in base64. */
const CREST_CHARS_MAX = Math.ceil(100_000 / 3) * 4;

/**
 * The crest, as a PNG in base64.
 *
 * PNG only: an SVG can carry scripts and links, and a picture that can run nothing needs no trust in whoever shows it.
 */
export const Emblem = z.object({
	id: Id,
	png: z.string().check(z.maxLength(CREST_CHARS_MAX), z.regex(/^iVBORw0KGgo[A-Za-z0-9+/]+={0,2}$/))
});
export type Emblem = z.infer<typeof Emblem>;

/** A committee (nämnd) or a district (kommundel): a name to refer to. */
export const MunicipalityPart = z.object({
	id: Id,
	kind: z.enum(['committee', 'district']),
	name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80))
});
export type MunicipalityPart = z.infer<typeof MunicipalityPart>;

/** There is one municipality to an installation. */
export const MUNICIPALITY_ID = 'municipality';

/**
 * `text` with each `{{name}}` replaced by its value.
 *
 * A name without a value stays visible as `[name]`: someone must fill it in, and must see that.
 */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
	return text.replace(/\{\{(\p{L}+)\}\}/gu, (_, name: string) =>
		Object.hasOwn(values, name) ? (values[name] ?? '') : `[${name}]`
	);
}
