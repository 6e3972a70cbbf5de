// The features' tables, mutators and texts joined: what the browser, the server and the simulator agree on.
import type { Translate, Messages } from '#lib/i18n/index.ts';
import { createRegistry } from '#lib/sync/contract/index.ts';
import * as access from './access/index.ts';
import * as actioncard from './actioncard/index.ts';
import * as exercise from './exercise/index.ts';
import * as incident from './incident/index.ts';
import * as journal from './journal/index.ts';
import * as municipality from './municipality/index.ts';
import * as plan from './plan/index.ts';
import * as roster from './roster/index.ts';

export const registry = createRegistry({
	schema: 2,
	permits: access.permitsNeed,
	tables: [
		access.people,
		access.grants,
		municipality.municipalities,
		municipality.emblems,
		municipality.municipalityParts,
		plan.planChapters,
		plan.staffRoles,
		plan.planLevels,
		plan.agencies,
		plan.glossaryTerms,
		roster.organisations,
		roster.members,
		journal.journalEntries,
		journal.entryClassifications,
		journal.journals,
		incident.incidents,
		incident.levelChanges,
		actioncard.actionCards,
		actioncard.activeCards,
		actioncard.stepTicks,
		exercise.exerciseTemplates,
		exercise.exercises,
		exercise.injectReleases
	],
	mutators: [
		access.addPerson,
		access.changePerson,
		access.changeMe,
		access.giveRole,
		access.withdrawRole,
		access.leave,
		access.eraseMe,
		municipality.beginMunicipality,
		municipality.changeMunicipality,
		municipality.putEmblem,
		municipality.putPart,
		municipality.removePart,
		plan.putChapter,
		plan.putRole,
		plan.putLevel,
		plan.putAgency,
		plan.putTerm,
		roster.putOrganisation,
		roster.addMember,
		roster.changeMember,
		roster.removeMember,
		roster.setAway,
		roster.setBack,
		roster.verifyNumber,
		journal.addEntry,
		journal.correctEntry,
		journal.classifyEntry,
		incident.startIncident,
		incident.endIncident,
		incident.setLevel,
		incident.adoptIncident,
		incident.dismissUnverified,
		actioncard.putCard,
		actioncard.activateCard,
		actioncard.deactivateCard,
		actioncard.tickStep,
		actioncard.cannotStep,
		actioncard.untickStep,
		exercise.putTemplate,
		exercise.startExercise,
		exercise.pauseExercise,
		exercise.resumeExercise,
		exercise.releaseInject,
		exercise.endExercise
	]
});

/** Where a refusal's code finds its text. */
export const messages: readonly Pick<Translate<Messages>, 'find' | 'keys'>[] = [
	access.t,
	municipality.t,
	plan.t,
	roster.t,
	journal.t,
	incident.t,
	actioncard.t,
	exercise.t
];
