// From the plan that holds to a draft, and from the draft to a version: the only two ways between them.
import * as z from 'zod/mini';
import { inMunicipality } from '#lib/features/access/index.ts';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { defineMutator, type MutationContext, type MutationTx } from '#lib/sync/contract/index.ts';
import { blockId, ORDER_STEP, PART, rivalsIn, signOf, type Draft } from './plan-draft.ts';
import { draftBlocks, draftChapters, draftLevels, draftRoles } from './plan-draft.tables.ts';
import { Adoption, draftAsPlan, partsOf, type PlanVersion } from './plan-version.ts';
import { planVersions, versionParts } from './plan-version.tables.ts';
import { planChapters, planLevels, staffRoles } from './plan.tables.ts';
import { writerOf } from './written.ts';

const Ids = z.array(Id).check(z.maxLength(1_000));

/** Everyone who begins a draft begins the same: their first writings have the same name. */
const BEGUN = 'begun';

/** Copies what holds into the draft; what is there already stays as it is being written. */
export const beginDraft = defineMutator({
	name: 'plan.beginDraft',
	args: z.strictObject({ chapterIds: Ids, roleIds: Ids, levelIds: Ids }),
	needs: inMunicipality('plan.write'),
	async run(context, { chapterIds, roleIds, levelIds }) {
		for (const id of chapterIds) await draftOfChapter(context, id);
		const { tx, actor, at } = context;
		const begun = { part: PART, writeId: BEGUN, at, by: writerOf(actor), rivals: [] } as const;
		for (const id of roleIds) {
			const value = await tx.get(staffRoles, id);
			if (value && !(await tx.get(draftRoles, id))) await tx.put(draftRoles, { ...begun, rivals: [], id, value });
		}
		for (const id of levelIds) {
			const value = await tx.get(planLevels, id);
			if (value && !(await tx.get(draftLevels, id))) await tx.put(draftLevels, { ...begun, rivals: [], id, value });
		}
		return ok(undefined);
	}
});

async function draftOfChapter({ tx, actor, at }: MutationContext, id: string): Promise<void> {
	const chapter = await tx.get(planChapters, id);
	if (!chapter || (await tx.get(draftChapters, id))) return;
	const { number, legalBasis, status } = chapter;
	await tx.put(draftChapters, { id, part: PART, order: number * ORDER_STEP, legalBasis, status });
	const begun = { part: PART, chapterId: id, writeId: BEGUN, at, by: writerOf(actor) } as const;
	const blocks = [
		{ id: blockId(id, 'title'), place: 'title' as const, value: chapter.title },
		{ id: blockId(id, 'checklist'), place: 'checklist' as const, value: chapter.checklist.join('\n') },
		...chapter.body.map((value, index) => ({ id: `${id}.b${index + 1}`, place: 'body' as const, value }))
	];
	for (const [index, block] of blocks.entries()) {
		await tx.put(draftBlocks, { ...begun, ...block, order: index * ORDER_STEP, rivals: [] });
	}
}

/**
 * Adopts the draft as the version that holds; it is never changed again, and the draft goes on from it.
 *
 * Errors:  `plan.draft-changed` where somebody has written since it was read, `plan.rivals-left`, `plan.nothing-to-adopt`,
 *          `plan.dates-backwards`, `plan.already-adopted`.
 */
export const adoptPlan = defineMutator({
	name: 'plan.adopt',
	args: z.strictObject({ versionId: Id.check(z.maxLength(60)), ...Adoption.shape, sign: z.string() }),
	// Several may have written meanwhile: only the server knows what is adopted.
	optimistic: false,
	needs: inMunicipality('plan.adopt'),
	async run({ tx, actor, at }, { versionId, sign, ...adoption }) {
		if (await tx.get(planVersions, versionId)) return refuse('plan.already-adopted');
		if (adoption.validUntil < adoption.validFrom) return refuse('plan.dates-backwards');
		const draft = await draftIn(tx);
		if (signOf(draft) !== sign) return refuse('plan.draft-changed');
		if (rivalsIn(draft) > 0) return refuse('plan.rivals-left');
		const plan = draftAsPlan(draft);
		if (plan.chapters.length === 0) return refuse('plan.nothing-to-adopt');
		const version: PlanVersion = { id: versionId, part: PART, ...adoption, adoptedAt: at, adoptedBy: writerOf(actor) };
		await tx.put(planVersions, version);
		for (const part of partsOf(versionId, plan)) await tx.put(versionParts, part);
		await putInForce(tx, draft, plan);
		return ok(undefined);
	},
	async onAccept({ tx, next }, { versionId }) {
		const version = await tx.get(planVersions, versionId);
		if (version) await tx.put(planVersions, { ...version, number: await next('plan-version') });
	}
});

async function draftIn(tx: MutationTx): Promise<Draft> {
	return {
		chapters: await tx.list(draftChapters, 'part', PART),
		blocks: await tx.list(draftBlocks, 'part', PART),
		roles: await tx.list(draftRoles, 'part', PART),
		levels: await tx.list(draftLevels, 'part', PART)
	};
}

/** From now on this is what everyone reads; what was taken out of the draft goes from it. */
async function putInForce(tx: MutationTx, draft: Draft, plan: ReturnType<typeof draftAsPlan>): Promise<void> {
	for (const chapter of plan.chapters) await tx.put(planChapters, chapter);
	for (const role of plan.roles) await tx.put(staffRoles, role);
	for (const level of plan.levels) await tx.put(planLevels, level);
	const out = <R extends { id: string; removed?: true | undefined }>(rows: readonly R[]): string[] =>
		rows.filter(({ removed }) => removed).map(({ id }) => id);
	for (const id of out(draft.chapters)) await tx.remove(planChapters, id);
	for (const id of out(draft.roles)) await tx.remove(staffRoles, id);
	for (const id of out(draft.levels)) await tx.remove(planLevels, id);
}
