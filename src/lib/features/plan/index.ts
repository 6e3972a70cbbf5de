export { Agency, GlossaryTerm, LegalAct, LegalReference, PlanChapter, PlanLevel, StaffRole } from './plan.ts';
export { putAct, putAgency, putChapter, putLevel, putRole, putTerm, renameAgency } from './plan.mutators.ts';
export { agencies, glossaryTerms, legalActs, planChapters, planLevels, staffRoles } from './plan.tables.ts';
export {
	blockId,
	BlockText,
	byOrder,
	DraftBlock,
	DraftChapter,
	DraftLevel,
	DraftRole,
	linesOf,
	ORDER_STEP,
	orderBetween,
	PART,
	rivalsIn,
	signOf,
	type BlockPlace,
	type Draft
} from './plan-draft.ts';
export {
	addChapter,
	changeChapter,
	chooseLevel,
	chooseRole,
	chooseText,
	moveBlock,
	removeBlock,
	removeRole,
	writeBlock,
	writeLevel,
	writeRole
} from './plan-draft.mutators.ts';
export { draftBlocks, draftChapters, draftLevels, draftRoles } from './plan-draft.tables.ts';
export { adoptPlan, beginDraft } from './plan-adoption.mutators.ts';
export { Adoption, draftAsPlan, PlanVersion, versionInForce, VersionPart } from './plan-version.ts';
export { planVersions, versionParts } from './plan-version.tables.ts';
export { Annex, ANNEX_KINDS, AnnexDraft, AnnexText, Establishment, type AnnexKind } from './annex.ts';
export { chooseAnnex, establishAnnex, withdrawAnnex, writeAnnex } from './annex.mutators.ts';
export { annexDrafts, annexes } from './annex.tables.ts';
export { afterChoice, afterWriting, Hand, Writer, writerOf, type Writing, type Written } from './written.ts';
export { plainText, readMarkdown, type Block, type Inline } from './markdown.ts';
export { withAgencyReferences } from './plan-references.ts';
export { t } from './plan.messages.ts';
