import { inMunicipality } from '#lib/features/access/index.ts';
import { ok } from '#lib/kernel/index.ts';
import { defineMutator } from '#lib/sync/contract/index.ts';
import { Agency, GlossaryTerm, PlanChapter, PlanLevel, StaffRole } from './plan.ts';
import { agencies, glossaryTerms, planChapters, planLevels, staffRoles } from './plan.tables.ts';

// Each writes its whole row; writing by several people, versions and adoption come with issue C.

export const putChapter = defineMutator({
	name: 'plan.putChapter',
	args: PlanChapter,
	needs: inMunicipality('plan.write'),
	async run({ tx }, chapter) {
		await tx.put(planChapters, chapter);
		return ok(undefined);
	}
});

export const putRole = defineMutator({
	name: 'plan.putRole',
	args: StaffRole,
	needs: inMunicipality('plan.write'),
	async run({ tx }, role) {
		await tx.put(staffRoles, role);
		return ok(undefined);
	}
});

export const putLevel = defineMutator({
	name: 'plan.putLevel',
	args: PlanLevel,
	needs: inMunicipality('plan.write'),
	async run({ tx }, level) {
		await tx.put(planLevels, level);
		return ok(undefined);
	}
});

export const putAgency = defineMutator({
	name: 'plan.putAgency',
	args: Agency,
	needs: inMunicipality('plan.write'),
	async run({ tx }, agency) {
		await tx.put(agencies, agency);
		return ok(undefined);
	}
});

export const putTerm = defineMutator({
	name: 'plan.putTerm',
	args: GlossaryTerm,
	needs: inMunicipality('plan.write'),
	async run({ tx }, term) {
		await tx.put(glossaryTerms, term);
		return ok(undefined);
	}
});
