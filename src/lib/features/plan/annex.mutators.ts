import * as z from 'zod/mini';
import { inMunicipality } from '#lib/features/access/index.ts';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { defineMutator } from '#lib/sync/contract/index.ts';
import { AnnexText, Establishment } from './annex.ts';
import { annexDrafts, annexes } from './annex.tables.ts';
import { PART } from './plan-draft.ts';
import { afterChoice, afterWriting, writerOf } from './written.ts';

/** Writes an annex; upon a text that its author had not seen it stands beside it. */
export const writeAnnex = defineMutator({
	name: 'plan.writeAnnex',
	args: z.strictObject({ annexId: Id, writeId: Id, basedOn: z.nullable(Id), annex: AnnexText }),
	needs: inMunicipality('plan.write'),
	async run({ tx, actor, at }, { annexId: id, writeId, basedOn, annex: value }) {
		const row = await tx.get(annexDrafts, id);
		const after = afterWriting(row, { writeId, value, at, by: writerOf(actor) }, basedOn);
		await tx.put(annexDrafts, { id, part: PART, ...after, rivals: [...after.rivals] });
		return ok(undefined);
	}
});

/** Decides between the texts of an annex that were written beside each other. */
export const chooseAnnex = defineMutator({
	name: 'plan.chooseAnnex',
	args: z.strictObject({
		annexId: Id,
		writeId: Id,
		chosenFrom: z.array(Id).check(z.minLength(1), z.maxLength(100)),
		annex: AnnexText
	}),
	needs: inMunicipality('plan.write'),
	async run({ tx, actor, at }, { annexId, writeId, chosenFrom, annex: value }) {
		const row = await tx.get(annexDrafts, annexId);
		if (!row) return refuse('plan.written-meanwhile');
		const after = afterChoice(row, { writeId, value, at, by: writerOf(actor) }, chosenFrom);
		await tx.put(annexDrafts, { ...row, ...after, rivals: [...after.rivals] });
		return ok(undefined);
	}
});

/** Establishes an annex as it is written: the lighter way, without the council. */
export const establishAnnex = defineMutator({
	name: 'plan.establishAnnex',
	/** `draft` is the writing that was read. */
	args: z.strictObject({ annexId: Id, draft: Id, ...Establishment.shape }),
	optimistic: false,
	needs: inMunicipality('annex.establish'),
	async run({ tx, actor, at }, { annexId: id, draft, ...establishment }) {
		const row = await tx.get(annexDrafts, id);
		if (row?.writeId !== draft) return refuse('plan.draft-changed');
		if (row.rivals.length > 0) return refuse('plan.rivals-left');
		const number = ((await tx.get(annexes, id))?.number ?? 0) + 1;
		const established = { establishedAt: at, establishedBy: writerOf(actor) };
		await tx.put(annexes, { id, ...row.value, ...establishment, number, ...established });
		return ok(undefined);
	}
});

/** Takes an annex out of use: what was written stays as a draft. */
export const withdrawAnnex = defineMutator({
	name: 'plan.withdrawAnnex',
	args: z.strictObject({ annexId: Id }),
	needs: inMunicipality('annex.establish'),
	async run({ tx }, { annexId }) {
		await tx.remove(annexes, annexId);
		return ok(undefined);
	}
});
