import { defineTable } from '#lib/sync/contract/index.ts';
import { DraftBlock, DraftChapter, DraftLevel, DraftRole } from './plan-draft.ts';

// The draft is for those who write it: what is not decided must not be taken for the plan.
const lying = { indexes: ['part'], lookups: ['part' as const], scopeOf: (): string => 'draft' };

export const draftChapters = defineTable({ name: 'draftChapters', row: DraftChapter, ...lying });
export const draftRoles = defineTable({ name: 'draftRoles', row: DraftRole, ...lying });
export const draftLevels = defineTable({ name: 'draftLevels', row: DraftLevel, ...lying });
export const draftBlocks = defineTable({
	name: 'draftBlocks',
	row: DraftBlock,
	indexes: ['part', 'chapterId'],
	lookups: ['part', 'chapterId'],
	scopeOf: () => 'draft'
});
