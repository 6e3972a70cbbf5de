export { Agency, LegalReference, PlanChapter, PlanLevel, StaffRole } from './plan.ts';
export { putAgency, putChapter, putLevel, putRole } from './plan.mutators.ts';
export { agencies, planChapters, planLevels, staffRoles } from './plan.tables.ts';
export { t } from './plan.messages.ts';
