import * as z from 'zod/mini';
import { inMunicipality } from '#lib/features/access/index.ts';
import { DAY_MS, Id, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { defineMutator, type MutationTx, type Row, type Table } from '#lib/sync/contract/index.ts';
import { PART } from './plan-draft.ts';
import { planVersions } from './plan-version.tables.ts';
import { Agency, GlossaryTerm, LegalAct, PlanChapter, PlanLevel, StaffRole } from './plan.ts';
import { agencies, glossaryTerms, legalActs, planChapters, planLevels, staffRoles } from './plan.tables.ts';

/** Writes a whole row of the plan that holds: for its beginning, before a version has been adopted. After that only a version changes it. */
async function put<R extends Row>(tx: MutationTx, table: Table<R>, row: R): Promise<Result<void>> {
	if ((await tx.list(planVersions, 'part', PART)).length > 0) return refuse('plan.in-force');
	await tx.put(table, row);
	return ok(undefined);
}

export const putChapter = defineMutator({
	name: 'plan.putChapter',
	args: PlanChapter,
	needs: inMunicipality('plan.write'),
	run: ({ tx }, chapter) => put(tx, planChapters, chapter)
});

export const putRole = defineMutator({
	name: 'plan.putRole',
	args: StaffRole,
	needs: inMunicipality('plan.write'),
	run: ({ tx }, role) => put(tx, staffRoles, role)
});

export const putLevel = defineMutator({
	name: 'plan.putLevel',
	args: PlanLevel,
	needs: inMunicipality('plan.write'),
	run: ({ tx }, level) => put(tx, planLevels, level)
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

/** An act, or a new wording of what is known about it. */
export const putAct = defineMutator({
	name: 'plan.putAct',
	args: LegalAct,
	needs: inMunicipality('plan.write'),
	async run({ tx }, act) {
		await tx.put(legalActs, act);
		return ok(undefined);
	}
});

/** An agency gets another name: texts that name it by its sign show the new one, and the old one stays searchable. */
export const renameAgency = defineMutator({
	name: 'plan.renameAgency',
	args: z.strictObject({
		agencyId: Id,
		name: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
		shortName: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
		/** The first day of the new name. */
		from: z.iso.date()
	}),
	needs: inMunicipality('plan.write'),
	async run({ tx }, { agencyId, name, shortName, from }) {
		const agency = await tx.get(agencies, agencyId);
		if (!agency) return refuse('plan.no-such-agency');
		if (agency.name === name && agency.shortName === shortName) return ok(undefined);
		const former = { name: agency.name, shortName: agency.shortName, until: dayBefore(from) };
		const formerNames = [former, ...agency.formerNames];
		await tx.put(agencies, { ...agency, name, shortName, formerNames, validFrom: from });
		return ok(undefined);
	}
});

function dayBefore(day: string): string {
	return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}
