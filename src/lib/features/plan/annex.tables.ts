import { defineTable } from '#lib/sync/contract/index.ts';
import { Annex, AnnexDraft } from './annex.ts';

export const annexes = defineTable({ name: 'annexes', row: Annex, scopeOf: () => 'open' });
export const annexDrafts = defineTable({ name: 'annexDrafts', row: AnnexDraft, scopeOf: () => 'draft' });
