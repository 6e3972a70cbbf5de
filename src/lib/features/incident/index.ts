export { currentLevel, Incident, IncidentId, IncidentKind, IncidentTitle, LevelChange } from './incident.ts';
export { beginIncident, endIncident, finishIncident, setLevel, startIncident } from './incident.mutators.ts';
export { incidents, levelChanges } from './incident.tables.ts';
export { t } from './incident.messages.ts';
