export {
	awaitsAdoption,
	currentLevel,
	Incident,
	IncidentId,
	IncidentKind,
	IncidentTitle,
	isUnverified,
	LevelChange
} from './incident.ts';
export { adoptIncident, dismissUnverified } from './incident-adoption.mutators.ts';
export { beginIncident, endIncident, finishIncident, setLevel, startIncident } from './incident.mutators.ts';
export { incidents, levelChanges } from './incident.tables.ts';
export { t } from './incident.messages.ts';
