// Versions of the plan: each as a body adopted it, never changed again.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';
import { PART, byOrder, linesOf, type Draft } from './plan-draft.ts';
import { PlanChapter, PlanLevel, StaffRole } from './plan.ts';
import { Writer } from './written.ts';

/** A day of the calendar, `2027-03-12`. */
export const Day = z.iso.date();

const Line = z.string().check(z.trim(), z.minLength(1), z.maxLength(120));

/** The decision by which a version holds. */
export const Adoption = z.object({
	/** Who decided, such as “Kommunfullmäktige”. */
	decisionBody: Line,
	decidedOn: Day,
	/** Diary number of the decision. */
	dnr: Line,
	validFrom: Day,
	/** The last day of the mandate period for which it was decided. */
	validUntil: Day
});
export type Adoption = z.infer<typeof Adoption>;

export const PlanVersion = z.extend(Adoption, {
	id: Id,
	part: z.literal(PART),
	/** 1, 2, 3 … in the server's order. */
	number: z.optional(z.int()),
	adoptedAt: Instant,
	adoptedBy: Writer
});
export type PlanVersion = z.infer<typeof PlanVersion>;

/** One chapter, role or level as it stood in a version. */
export const VersionPart = z.object({
	id: Id,
	versionId: Id,
	order: z.int(),
	chapter: z.optional(PlanChapter),
	role: z.optional(StaffRole),
	level: z.optional(PlanLevel)
});
export type VersionPart = z.infer<typeof VersionPart>;

/** The version that holds; undefined before the first. */
export function versionInForce(versions: readonly PlanVersion[]): PlanVersion | undefined {
	return versions.toSorted((one, other) => (one.number ?? 0) - (other.number ?? 0)).at(-1);
}

/** What the draft says, as it would be read once adopted: chapters numbered in their order, without what was taken out. */
export function draftAsPlan({ chapters, blocks, roles, levels }: Draft): {
	chapters: PlanChapter[];
	roles: StaffRole[];
	levels: PlanLevel[];
} {
	return {
		chapters: chapters
			.filter(({ removed }) => !removed)
			.toSorted(byOrder)
			.map(({ id, legalBasis, status }, index) => {
				const own = blocks.filter(({ chapterId }) => chapterId === id).toSorted(byOrder);
				const at = (place: string): string[] => own.filter((one) => one.place === place).map(({ value }) => value);
				const body = at('body').filter((text) => text.trim() !== '');
				const checklist = at('checklist').flatMap(linesOf);
				return { id, number: index + 1, title: at('title').join(' ').trim(), body, checklist, legalBasis, status };
			}),
		roles: roles
			.filter(({ removed }) => !removed)
			.map(({ value }) => value)
			.toSorted(byOrder),
		levels: levels
			.filter(({ removed }) => !removed)
			.map(({ value }) => value)
			.toSorted((one, other) => one.level - other.level)
	};
}

/** The parts of a version, in the order in which they are read. */
export function partsOf(versionId: string, plan: ReturnType<typeof draftAsPlan>): VersionPart[] {
	const parts = [
		...plan.chapters.map((chapter) => ({ chapter })),
		...plan.roles.map((role) => ({ role })),
		...plan.levels.map((level) => ({ level }))
	];
	return parts.map((part, order) => ({ id: `${versionId}.${order}`, versionId, order, ...part }));
}
