import * as z from 'zod/mini';
import { inMunicipality } from '#lib/features/access/index.ts';
import { ok, refuse } from '#lib/kernel/index.ts';
import { defineMutator } from '#lib/sync/contract/index.ts';
import { Beginning, MUNICIPALITY_ID, MunicipalityName } from './municipality.ts';
import { municipalities } from './municipality.tables.ts';

/** Chooses the door: once, since everything else is built on it. */
export const beginMunicipality = defineMutator({
	name: 'municipality.begin',
	args: z.strictObject({ name: MunicipalityName, beginning: Beginning }),
	needs: inMunicipality('municipality.change'),
	async run({ tx, at }, { name, beginning }) {
		if (await tx.get(municipalities, MUNICIPALITY_ID)) return refuse('municipality.already-begun');
		await tx.put(municipalities, { id: MUNICIPALITY_ID, name, beginning, begunAt: at });
		return ok(undefined);
	}
});
