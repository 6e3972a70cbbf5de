export { Agency, GlossaryTerm, LegalReference, PlanChapter, PlanLevel, StaffRole } from './plan.ts';
export { putAgency, putChapter, putLevel, putRole, putTerm } from './plan.mutators.ts';
export { agencies, glossaryTerms, planChapters, planLevels, staffRoles } from './plan.tables.ts';
export { t } from './plan.messages.ts';
