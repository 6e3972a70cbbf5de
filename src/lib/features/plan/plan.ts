// The action plan for extraordinary events: chapters, roles and levels, as the municipality has decided them.
import * as z from 'zod/mini';
import { Id } from '#lib/kernel/index.ts';

export const LegalReference = z.object({ act: z.string(), display: z.string() });

export const PlanChapter = z.object({
	id: Id,
	number: z.int(),
	title: z.string(),
	body: z.array(z.string()),
	checklist: z.array(z.string()),
	legalBasis: z.array(LegalReference),
	/** `template` until the municipality has tried and adopted it (issue C). */
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
	order: z.int()
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
	formerNames: z.array(z.object({ name: z.string(), shortName: z.string() })),
	phone: z.optional(z.string().check(z.maxLength(40))),
	/** As it is opened: `https://…`. */
	web: z.optional(z.string().check(z.maxLength(200), z.regex(/^https?:\/\//)))
});
export type Agency = z.infer<typeof Agency>;

/** A word of the field and what it means here. */
export const GlossaryTerm = z.object({ id: Id, sv: z.string(), definition: z.string() });
export type GlossaryTerm = z.infer<typeof GlossaryTerm>;
