export {
	Beginning,
	fillPlaceholders,
	Municipality,
	MUNICIPALITY_ID,
	MunicipalityName,
	MunicipalityPart,
	STANDARD_DAYS
} from './municipality.ts';
export { accentIn } from './municipality-accent.ts';
export { beginMunicipality, changeMunicipality, putEmblem, putPart, removePart } from './municipality.mutators.ts';
export { emblems, municipalities, municipalityParts } from './municipality.tables.ts';
export { t } from './municipality.messages.ts';
