import { defineTable } from '#lib/sync/contract/index.ts';
import { Agency, GlossaryTerm, PlanChapter, PlanLevel, StaffRole } from './plan.ts';

// The plan is in scope `open`: it holds no private person, and must be readable before anyone signs in.
const open = (): string => 'open';

export const planChapters = defineTable({ name: 'planChapters', row: PlanChapter, indexes: ['number'], scopeOf: open });
export const staffRoles = defineTable({ name: 'staffRoles', row: StaffRole, indexes: ['order'], scopeOf: open });
export const planLevels = defineTable({ name: 'planLevels', row: PlanLevel, indexes: ['level'], scopeOf: open });
export const agencies = defineTable({ name: 'agencies', row: Agency, scopeOf: open });
export const glossaryTerms = defineTable({ name: 'glossaryTerms', row: GlossaryTerm, scopeOf: open });
