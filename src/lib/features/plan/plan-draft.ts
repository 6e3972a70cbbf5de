// The draft: what is being written, block by block, beside the plan that holds.
import * as z from 'zod/mini';
import { Id } from '#lib/kernel/index.ts';
import { TEXT_MAX } from '#lib/sync/contract/index.ts';
import { LegalReference, PlanLevel, StaffRole } from './plan.ts';
import { Hand } from './written.ts';

/** A constant field to list a whole table by. */
export const PART = 'plan';
const Part = z.literal(PART);

/** Where a block lies among its neighbours; a new one gets the middle of two. */
export const Order = z.number();

export const BlockText = z.string().check(z.maxLength(TEXT_MAX));

export const ChapterStatus = z.enum(['template', 'adopted']);

/** A chapter of the draft; its words are blocks. */
export const DraftChapter = z.object({
	id: Id,
	part: Part,
	order: Order,
	legalBasis: z.array(LegalReference),
	/** `template` until somebody has gone through it. */
	status: ChapterStatus,
	/** Taken out of the draft; its blocks stay, so that it can come back. */
	removed: z.optional(z.literal(true))
});
export type DraftChapter = z.infer<typeof DraftChapter>;

/** The title and the checklist are one block each, the text as many as it has paragraphs. */
export const BlockPlace = z.enum(['title', 'body', 'checklist']);
export type BlockPlace = z.infer<typeof BlockPlace>;

function written<V extends z.ZodMiniType>(value: V) {
	return { ...Hand, value, rivals: z.array(z.object({ ...Hand, value })) };
}

/** Shapes:  the value of a body is Markdown, that of a checklist one line for each point, that of a title one line. */
export const DraftBlock = z.object({
	id: Id,
	part: Part,
	chapterId: Id,
	place: BlockPlace,
	order: Order,
	...written(BlockText)
});
export type DraftBlock = z.infer<typeof DraftBlock>;

export const DraftRole = z.object({ id: Id, part: Part, ...written(StaffRole), removed: z.optional(z.literal(true)) });
export type DraftRole = z.infer<typeof DraftRole>;

export const DraftLevel = z.object({ id: Id, part: Part, ...written(PlanLevel), removed: z.optional(z.literal(true)) });
export type DraftLevel = z.infer<typeof DraftLevel>;

export interface Draft {
	readonly chapters: readonly DraftChapter[];
	readonly blocks: readonly DraftBlock[];
	readonly roles: readonly DraftRole[];
	readonly levels: readonly DraftLevel[];
}

/** The ids of a chapter's title and checklist: two people who begin a draft at once begin the same one. */
export function blockId(chapterId: string, place: Exclude<BlockPlace, 'body'>): string {
	return `${chapterId}.${place}`;
}

export function byOrder(one: { order: number; id: string }, other: { order: number; id: string }): number {
	return one.order - other.order || (one.id < other.id ? -1 : 1);
}

/** Steps between neighbours at first; there is room for some fifty blocks in the same gap before one has to move. */
export const ORDER_STEP = 1024;

/** An order between two neighbours; undefined on a side without one. */
export function orderBetween(before: number | undefined, after: number | undefined): number {
	if (before === undefined) return after === undefined ? ORDER_STEP : after - ORDER_STEP;
	return after === undefined ? before + ORDER_STEP : (before + after) / 2;
}

/** The lines of a text that hold something. */
export function linesOf(text: string): string[] {
	return text
		.split('\n')
		.map((line) => line.trim())
		.filter(Boolean);
}

/** How many texts of the draft somebody still has to choose between. */
export function rivalsIn({ blocks, roles, levels }: Pick<Draft, 'blocks' | 'roles' | 'levels'>): number {
	return [...blocks, ...roles, ...levels].filter(({ rivals }) => rivals.length > 0).length;
}

/**
 * A short sign of all that the draft says: whoever adopts it adopts what they have read, and no change that came after.
 *
 * Source:  FNV-1a, 32 bits twice with different beginnings; it guards against chance, not against an enemy, who would need the right to adopt.
 */
export function signOf({ chapters, blocks, roles, levels }: Draft): string {
	const says = [
		...chapters.map((chapter) => JSON.stringify(chapter)),
		...blocks.map(({ id, order, writeId, rivals }) => `${id} ${order} ${writeId} ${rivals.length}`),
		...[...roles, ...levels].map(({ id, writeId, rivals, removed }) => `${id} ${writeId} ${rivals.length} ${removed}`)
	];
	const text = says.toSorted().join('\n');
	return [0x811c9dc5, 0x050c5d1f].map((seed) => fnv(text, seed).toString(16).padStart(8, '0')).join('');
}

function fnv(text: string, seed: number): number {
	let hash = seed;
	for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	return hash >>> 0;
}
