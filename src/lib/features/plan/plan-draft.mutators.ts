// Writing the draft: what one person does in it never undoes what another has typed.
import * as z from 'zod/mini';
import { inMunicipality } from '#lib/features/access/index.ts';
import { Id, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { defineMutator, type MutationContext, type Row, type Table } from '#lib/sync/contract/index.ts';
import { BlockPlace, BlockText, ChapterStatus, Order, PART } from './plan-draft.ts';
import { draftBlocks, draftChapters, draftLevels, draftRoles } from './plan-draft.tables.ts';
import { LegalReference, PlanLevel, StaffRole } from './plan.ts';
import { afterChoice, afterWriting, writerOf, type Writing, type Written } from './written.ts';

const toWrite = inMunicipality('plan.write');

/** A writing as it is told: its name, and the one that its author had before them. */
const Told = { writeId: Id, basedOn: z.nullable(Id) };
/** A choice between texts: its name, and those that were seen. */
const Chosen = { writeId: Id, chosenFrom: z.array(Id).check(z.minLength(1), z.maxLength(100)) };

function writing<V>({ actor, at }: MutationContext, writeId: string, value: V): Writing<V> {
	return { writeId, value, at, by: writerOf(actor) };
}

/** Writes one block of a chapter; upon a text that its author had not seen it stands beside it (`rivals`). */
export const writeBlock = defineMutator({
	name: 'plan.writeBlock',
	args: z.strictObject({
		blockId: Id,
		...Told,
		text: BlockText,
		/** For a block that is new, or that somebody has removed meanwhile. */
		chapterId: Id,
		place: BlockPlace,
		order: Order
	}),
	needs: toWrite,
	async run(context, { blockId: id, writeId, basedOn, text, chapterId, place, order }) {
		const { tx } = context;
		if (!(await tx.get(draftChapters, chapterId))) return refuse('plan.no-such-chapter');
		const row = await tx.get(draftBlocks, id);
		if (row && row.chapterId !== chapterId) return refuse('plan.no-such-chapter');
		const after = afterWriting(row, writing(context, writeId, text), basedOn);
		await tx.put(draftBlocks, { id, part: PART, chapterId, place, order, ...row, ...mutable(after) });
		return ok(undefined);
	}
});

/** Decides between the texts of a block that were written beside each other. */
export const chooseText = defineMutator({
	name: 'plan.chooseText',
	args: z.strictObject({ blockId: Id, ...Chosen, text: BlockText }),
	needs: toWrite,
	run: (context, { blockId, writeId, chosenFrom, text }) =>
		choose(context, draftBlocks, { id: blockId, value: text, writeId, chosenFrom })
});

export const moveBlock = defineMutator({
	name: 'plan.moveBlock',
	args: z.strictObject({ blockId: Id, order: Order }),
	needs: toWrite,
	async run({ tx }, { blockId, order }) {
		const row = await tx.get(draftBlocks, blockId);
		// Somebody has removed it meanwhile: then there is nothing to move.
		if (row) await tx.put(draftBlocks, { ...row, order });
		return ok(undefined);
	}
});

/** Removes a block of the text, unless somebody has written in it since. */
export const removeBlock = defineMutator({
	name: 'plan.removeBlock',
	args: z.strictObject({ blockId: Id, basedOn: Id }),
	needs: toWrite,
	async run({ tx }, { blockId, basedOn }) {
		const row = await tx.get(draftBlocks, blockId);
		if (!row) return ok(undefined);
		if (row.place !== 'body' || row.writeId !== basedOn || row.rivals.length > 0)
			return refuse('plan.written-meanwhile');
		await tx.remove(draftBlocks, blockId);
		return ok(undefined);
	}
});

export const addChapter = defineMutator({
	name: 'plan.addChapter',
	args: z.strictObject({ chapterId: Id.check(z.maxLength(60)), order: Order }),
	needs: toWrite,
	async run({ tx }, { chapterId: id, order }) {
		if (await tx.get(draftChapters, id)) return ok(undefined);
		await tx.put(draftChapters, { id, part: PART, order, legalBasis: [], status: 'template' });
		return ok(undefined);
	}
});

/** Changes what is given of a chapter, and nothing else: its place, its legal basis, whether it has been gone through. */
export const changeChapter = defineMutator({
	name: 'plan.changeChapter',
	args: z.strictObject({
		chapterId: Id,
		order: z.optional(Order),
		legalBasis: z.optional(z.array(LegalReference).check(z.maxLength(50))),
		status: z.optional(ChapterStatus),
		/** True takes it out of the draft, false brings it back. */
		removed: z.optional(z.boolean())
	}),
	needs: toWrite,
	async run({ tx }, { chapterId, removed, order, legalBasis, status }) {
		const row = await tx.get(draftChapters, chapterId);
		if (!row) return refuse('plan.no-such-chapter');
		const { id, part } = row;
		await tx.put(draftChapters, {
			id,
			part,
			order: order ?? row.order,
			legalBasis: legalBasis ?? row.legalBasis,
			status: status ?? row.status,
			...((removed ?? row.removed) ? { removed: true as const } : {})
		});
		return ok(undefined);
	}
});

export const writeRole = defineMutator({
	name: 'plan.writeRole',
	args: z.strictObject({ ...Told, role: StaffRole }),
	needs: toWrite,
	run: (context, { role, ...told }) => write(context, draftRoles, { value: role, ...told })
});

export const chooseRole = defineMutator({
	name: 'plan.chooseRole',
	args: z.strictObject({ ...Chosen, role: StaffRole }),
	needs: toWrite,
	run: (context, { role, ...chosen }) => choose(context, draftRoles, { id: role.id, value: role, ...chosen })
});

export const removeRole = defineMutator({
	name: 'plan.removeRole',
	args: z.strictObject({ roleId: Id, basedOn: Id }),
	needs: toWrite,
	async run({ tx }, { roleId, basedOn }) {
		const row = await tx.get(draftRoles, roleId);
		if (!row) return ok(undefined);
		if (row.writeId !== basedOn || row.rivals.length > 0) return refuse('plan.written-meanwhile');
		await tx.put(draftRoles, { ...row, removed: true });
		return ok(undefined);
	}
});

export const writeLevel = defineMutator({
	name: 'plan.writeLevel',
	args: z.strictObject({ ...Told, level: PlanLevel }),
	needs: toWrite,
	run: (context, { level, ...told }) => write(context, draftLevels, { value: level, ...told })
});

export const chooseLevel = defineMutator({
	name: 'plan.chooseLevel',
	args: z.strictObject({ ...Chosen, level: PlanLevel }),
	needs: toWrite,
	run: (context, { level, ...chosen }) => choose(context, draftLevels, { id: level.id, value: level, ...chosen })
});

type DraftRow<V> = Row & Written<V> & { readonly part: typeof PART; readonly removed?: true | undefined };

/** Written upon what somebody has taken out, it is there again. */
async function write<V extends Row>(
	context: MutationContext,
	table: Table<DraftRow<V>>,
	{ value, writeId, basedOn }: { value: V; writeId: string; basedOn: string | null }
): Promise<Result<void>> {
	const row = await context.tx.get(table, value.id);
	const after = afterWriting(row, writing(context, writeId, value), basedOn);
	await context.tx.put(table, { id: value.id, part: PART, ...mutable(after) });
	return ok(undefined);
}

async function choose<R extends Row & Written<V>, V>(
	context: MutationContext,
	table: Table<R>,
	{ id, value, writeId, chosenFrom }: { id: string; value: V; writeId: string; chosenFrom: readonly string[] }
): Promise<Result<void>> {
	const row = await context.tx.get(table, id);
	if (!row) return refuse('plan.written-meanwhile');
	await context.tx.put(table, { ...row, ...mutable(afterChoice(row, writing(context, writeId, value), chosenFrom)) });
	return ok(undefined);
}

/** What a writing has changed of a row, in the shape in which rows are kept. */
function mutable<V>({ writeId, value, at, by, rivals }: Written<V>): Writing<V> & { rivals: Writing<V>[] } {
	return { writeId, value, at, by, rivals: [...rivals] };
}
