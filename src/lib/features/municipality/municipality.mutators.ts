import * as z from 'zod/mini';
import { inMunicipality } from '#lib/features/access/index.ts';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { defineMutator } from '#lib/sync/contract/index.ts';
import {
	Beginning,
	Emblem,
	Municipality,
	MUNICIPALITY_ID,
	MunicipalityChanges,
	MunicipalityName,
	MunicipalityPart
} from './municipality.ts';
import { isReadableAccent } from './municipality-accent.ts';
import { emblems, municipalities, municipalityParts } from './municipality.tables.ts';

const needs = inMunicipality('municipality.change');

/** Chooses the door: once, since everything else is built on it. */
export const beginMunicipality = defineMutator({
	name: 'municipality.begin',
	args: z.strictObject({ name: MunicipalityName, beginning: Beginning }),
	needs,
	async run({ tx, at }, { name, beginning }) {
		if (await tx.get(municipalities, MUNICIPALITY_ID)) return refuse('municipality.already-begun');
		await tx.put(municipalities, { id: MUNICIPALITY_ID, name, beginning, begunAt: at });
		return ok(undefined);
	}
});

/** Changes the fields given and no other; a colour that cannot be read in every light is refused. */
export const changeMunicipality = defineMutator({
	name: 'municipality.change',
	args: MunicipalityChanges,
	needs,
	async run({ tx }, changes) {
		const before = await tx.get(municipalities, MUNICIPALITY_ID);
		if (!before) return refuse('municipality.not-begun');
		if (changes.accent && !isReadableAccent(changes.accent)) return refuse('municipality.accent-unreadable');
		const given = Object.entries(changes).filter(([, value]) => value !== undefined);
		const after = { ...before, ...Object.fromEntries(given.map(([key, value]) => [key, value ?? undefined])) };
		await tx.put(municipalities, Municipality.parse(after));
		return ok(undefined);
	}
});

/** Another crest, or none. */
export const putEmblem = defineMutator({
	name: 'municipality.putEmblem',
	args: z.strictObject({ png: z.nullable(Emblem.shape.png) }),
	needs,
	async run({ tx }, { png }) {
		if (png !== null) await tx.put(emblems, { id: MUNICIPALITY_ID, png });
		else if (await tx.get(emblems, MUNICIPALITY_ID)) await tx.remove(emblems, MUNICIPALITY_ID);
		return ok(undefined);
	}
});

/** A new committee or district, or another name for it. */
export const putPart = defineMutator({
	name: 'municipality.putPart',
	args: MunicipalityPart,
	needs,
	async run({ tx }, part) {
		await tx.put(municipalityParts, part);
		return ok(undefined);
	}
});

export const removePart = defineMutator({
	name: 'municipality.removePart',
	args: z.strictObject({ partId: Id }),
	needs,
	async run({ tx }, { partId }) {
		if (!(await tx.get(municipalityParts, partId))) return refuse('municipality.no-such-part');
		await tx.remove(municipalityParts, partId);
		return ok(undefined);
	}
});
