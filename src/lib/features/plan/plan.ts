// The action plan for extraordinary events: chapters, roles and levels, as the municipality has decided them.
import * as z from 'zod/mini';
import { Id } from '#lib/kernel/index.ts';

/** A place in an act: the act's id, and how the place is written, such as “LEH 2 kap. 1 §”. */
export const LegalReference = z.object({ act: z.string(), display: z.string() });
export type LegalReference = z.infer<typeof LegalReference>;

/** An act or a regulation: the law is being rewritten, and which one holds is data. */
export const LegalAct = z.object({
	id: Id,
	shortName: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
	name: z.string().check(z.maxLength(300)),
	/** As it is cited: `2006:544`. */
	number: z.string().check(z.maxLength(40)),
	validFrom: z.nullable(z.iso.date()),
	validTo: z.nullable(z.iso.date()),
	note: z.optional(z.string().check(z.maxLength(1_000))),
	/** True until somebody has compared it with the act as it is published. */
	verify: z.optional(z.boolean())
});
export type LegalAct = z.infer<typeof LegalAct>;

export const PlanChapter = z.object({
	id: Id,
	number: z.int(),
	title: z.string(),
	body: z.array(z.string()),
	checklist: z.array(z.string()),
	legalBasis: z.array(LegalReference),
	/** `template` until the municipality has gone through it. */
	status: z.enum(['template', 'adopted'])
});
export type PlanChapter = z.infer<typeof PlanChapter>;

/** A role of the staff and its duties; whoever staffs it works from them. */
export const StaffRole = z.object({
	id: Id,
	name: z.string(),
	/** The short sign on the vest and in the log, such as `TiB`. */
	symbol: z.string(),
	minStaffing: z.int(),
	duties: z.array(z.string()),
	order: z.int(),
	/** Missing until the municipality has gone through the role: then it is a template's. */
	status: z.optional(z.literal('adopted'))
});
export type StaffRole = z.infer<typeof StaffRole>;

/** A step of the level stair, 0 (normal) to 4 (extraordinary event). */
export const PlanLevel = z.object({
	id: Id,
	level: z.int().check(z.gte(0), z.lte(4)),
	name: z.string(),
	criteria: z.string(),
	decider: Id,
	activates: z.array(Id)
});
export type PlanLevel = z.infer<typeof PlanLevel>;

/** An agency with its former names: people search by the word they learned. */
export const Agency = z.object({
	id: Id,
	name: z.string(),
	shortName: z.string(),
	/** `until` is the last day on which it was called so, where that is known. */
	formerNames: z.array(z.object({ name: z.string(), shortName: z.string(), until: z.optional(z.iso.date()) })),
	/** The first day of its present name, where that is known. */
	validFrom: z.optional(z.nullable(z.iso.date())),
	phone: z.optional(z.string().check(z.maxLength(40))),
	/** As it is opened: `https://…`. */
	web: z.optional(z.string().check(z.maxLength(200), z.regex(/^https?:\/\//)))
});
export type Agency = z.infer<typeof Agency>;

/** A word of the field and what it means here. */
export const GlossaryTerm = z.object({ id: Id, sv: z.string(), definition: z.string() });
export type GlossaryTerm = z.infer<typeof GlossaryTerm>;
