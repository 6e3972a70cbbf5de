export { Beginning, fillPlaceholders, Municipality, MUNICIPALITY_ID, MunicipalityName } from './municipality.ts';
export { beginMunicipality } from './municipality.mutators.ts';
export { municipalities } from './municipality.tables.ts';
export { t } from './municipality.messages.ts';
