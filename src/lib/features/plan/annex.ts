// Annexes: lists, places and the plan of training and exercises, which the safety unit establishes without the council.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';
import { TEXT_MAX } from '#lib/sync/contract/index.ts';
import { PART } from './plan-draft.ts';
import { Hand, Writer } from './written.ts';

export const ANNEX_KINDS = ['list', 'place', 'training'] as const;
export const AnnexKind = z.enum(ANNEX_KINDS);
export type AnnexKind = z.infer<typeof AnnexKind>;

/** What an annex says; `text` is Markdown. */
export const AnnexText = z.object({
	kind: AnnexKind,
	title: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
	text: z.string().check(z.maxLength(TEXT_MAX))
});
export type AnnexText = z.infer<typeof AnnexText>;

/** What is being written of an annex; for those who write. */
export const AnnexDraft = z.object({
	id: Id,
	part: z.literal(PART),
	...Hand,
	value: AnnexText,
	rivals: z.array(z.object({ ...Hand, value: AnnexText }))
});
export type AnnexDraft = z.infer<typeof AnnexDraft>;

/** By whom and when it was established, and until when it is to be looked at again. */
export const Establishment = z.object({
	/** Which unit, such as “Säkerhetsenheten”. */
	unit: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
	establishedOn: z.iso.date(),
	reviewBy: z.iso.date()
});
export type Establishment = z.infer<typeof Establishment>;

/** An annex as it holds. */
export const Annex = z.extend(AnnexText, {
	id: Id,
	...Establishment.shape,
	/** 1, 2, 3 … each time it is established. */
	number: z.int(),
	establishedAt: Instant,
	establishedBy: Writer
});
export type Annex = z.infer<typeof Annex>;
