// Alsjöhamn, a municipality that does not exist: 84 people, a finished exercise and a fire that is still burning.
import { activateCard, tickStep } from '#lib/features/actioncard/index.ts';
import type { Content, LocalSet, ScriptedEntry } from '#lib/features/content/index.ts';
import { endExercise, releaseInject, startExercise } from '#lib/features/exercise/index.ts';
import { setLevel, startIncident } from '#lib/features/incident/index.ts';
import { changeMunicipality, putPart } from '#lib/features/municipality/index.ts';
import { addEntry, correctEntry, momentsOf, type EntryType } from '#lib/features/journal/index.ts';
import { DAY_MS, MINUTE_MS } from '#lib/kernel/index.ts';
import { addMember, setAway, verifyNumber } from '#lib/features/roster/index.ts';
import type { Actor } from '#lib/sync/contract/index.ts';
import { scripted, type ScriptedMutation } from './script.ts';
import { filled, templateScript } from './template-script.ts';

const EXAMPLE = 'alsjohamn';

const TYPES: Readonly<Record<string, EntryType>> = {
	'dt-in': 'in',
	'dt-ut': 'out',
	'dt-handelse': 'event',
	'dt-atgard': 'action',
	'dt-beslut': 'decision',
	'dt-bedomning': 'assessment',
	'dt-rattelse': 'correction',
	'dt-mote': 'meeting'
};

/** Before the exercise: people were written up and reached, and the plan stood, when it was held. */
const SET_UP_BEFORE_MS = 200 * DAY_MS;

/**
 * The example municipality, as it is at `now`.
 *
 * Shapes:  mutations in ascending time; ids come from the content, so two replays are alike.
 * Units:   `now` in ms; the running incident began `nowOffsetMinutes` before it, and the exercise was over by then.
 */
export function exampleScript(content: Content, now: number): ScriptedMutation[] {
	const local = content.localSets.find(({ id }) => id === EXAMPLE);
	if (!local) throw new Error('The content has no example municipality');
	const values = Object.fromEntries(
		Object.entries(local.values).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))
	);
	const set = filled(local, values);
	const { exerciseLog: log, incidentScript: incident } = set;
	if (!log || !incident) throw new Error('The example municipality has neither past nor present');
	const actors = actorsOf(content, set);
	const incidentBegan = now - incident.nowOffsetMinutes * MINUTE_MS;
	const exerciseBegan = timeOfExercise(log, incidentBegan);
	const by = { actor: actors('r-sakerhet'), at: exerciseBegan - SET_UP_BEFORE_MS };
	const name = values['kommun'] ?? EXAMPLE;
	const script = [
		...templateScript(content, { name, beginning: 'example', values, by }),
		...ownFields(set, values, by),
		...roster(set, { by, now }),
		...finishedExercise(content, log, { actors, began: exerciseBegan }),
		...runningIncident(content, incident, { actors, began: incidentBegan })
	];
	return script.toSorted((one, other) => one.at - other.at);
}

/** When the example exercise was held; whole weeks earlier where it would not be over before `end`. */
function timeOfExercise({ date, startTime, durationMinutes }: Log, end: number): number {
	const [planned] = momentsOf(date, startTime);
	const weeks = Math.ceil((planned + durationMinutes * MINUTE_MS - end) / (7 * DAY_MS));
	return planned - Math.max(0, weeks) * 7 * DAY_MS;
}

type Log = NonNullable<LocalSet['exerciseLog']>;
type Incident = NonNullable<LocalSet['incidentScript']>;
type Actors = (roleId: string) => Actor;
/** The beginning of what is told, in ms, and who its roles are. */
interface Told {
	readonly began: number;
	readonly actors: Actors;
}

/** Whoever staffs a role writes in its name; a role that nobody of the seven organisations staffs writes as the role. */
function actorsOf(content: Content, set: LocalSet): Actors {
	return (roleId) => {
		const role = content.staffRoles.find(({ id }) => id === roleId)?.name ?? roleId;
		const ref = set.staffing?.find((staffed) => staffed.role === roleId)?.personRefs[0];
		const person = set.people.find(({ id }) => id === ref);
		const name = person ? `${person.givenName} ${person.familyName}` : role;
		return { personId: person?.id ?? roleId, name, role };
	};
}

/** What the municipality's own page holds: the number of whoever is on duty, its committees and its districts. */
function ownFields(
	{ id, committees = [], districts = [] }: LocalSet,
	values: Readonly<Record<string, string>>,
	by: Pick<ScriptedMutation, 'actor' | 'at'>
): ScriptedMutation[] {
	const parts = (kind: 'committee' | 'district', names: readonly string[]): ScriptedMutation[] =>
		names.map((name, index) => scripted(putPart, { id: `${id}-${kind}-${index + 1}`, kind, name }, by));
	return [
		scripted(changeMunicipality, { dutyNumber: values['larmtelefon'] }, by),
		...parts('committee', committees),
		...parts('district', districts)
	];
}

function roster(
	set: LocalSet,
	{ by, now }: { by: Pick<ScriptedMutation, 'actor' | 'at'>; now: number }
): ScriptedMutation[] {
	return set.people.flatMap((person, index) => {
		const { id, organisation, givenName, familyName, skills, languages, mobile, email, availability } = person;
		const contact = { organisationId: organisation, givenName, familyName, skills, languages, mobile: mobile ?? '' };
		const args = { memberId: id, ...contact, email: email ?? undefined, note: availability ?? undefined };
		const script = [scripted(addMember, args, by)];
		// Ages differ, as on a real list: most were reached at the last test call-out, some never.
		if (mobile && index % 7 !== 3) {
			const at = now - (index % 11 === 5 ? 140 : 2 + (index % 40)) * DAY_MS;
			script.push(scripted(verifyNumber, { memberId: id }, { ...by, at }));
		}
		const absence = absenceIn(availability ?? '');
		if (absence) script.push(scripted(setAway, { memberId: id, ...absence }, { ...by, at: now - DAY_MS }));
		return script;
	});
}

/** “Föräldraledig till och med 2027-02-28.” or “Utomlands 2026-12-19 till 2027-01-06.”, days in Stockholm. */
function absenceIn(note: string): { since?: number; until: number; note: string } | undefined {
	const days = /(?:(\S+) till|till och med) (\d{4}-\d\d-\d\d)/.exec(note);
	const [, first, last] = days ?? [];
	if (last === undefined) return undefined;
	const until = momentsOf(last, '23:59')[0] + MINUTE_MS;
	return { ...(first === undefined ? {} : { since: momentsOf(first, '00:00')[0] }), until, note };
}

function entry(incidentId: string, written: ScriptedEntry, { began, actors }: Told): ScriptedMutation {
	const happenedAt = began + written.offsetMinutes * MINUTE_MS;
	const by = { actor: actors(written.author), at: began + written.writtenOffsetMinutes * MINUTE_MS };
	const { id: entryId, text, injectRef: injectId } = written;
	const { corrects, ...details } = written.details ?? {};
	if (typeof corrects === 'string') {
		return scripted(correctEntry, { entryId, corrects, text, happenedAt, injectId }, by);
	}
	const type = TYPES[written.type];
	const said = Object.entries(details).map(([field, value]) => [field, inWords(String(value), actors)]);
	const args = { entryId, incidentId, text, happenedAt, type, injectId };
	return scripted(addEntry, { ...args, details: Object.fromEntries(said) as Record<string, string> }, by);
}

/** A role's id reads as its name: the log is for people. */
function inWords(detail: string, actors: Actors): string {
	return detail.startsWith('r-') ? actors(detail).role : detail;
}

function finishedExercise(content: Content, log: Log, told: Told): ScriptedMutation[] {
	const [template] = content.exercises;
	if (!template) return [];
	const incidentId = log.id;
	const at = (minutes: number): number => told.began + minutes * MINUTE_MS;
	const director = told.actors('r-sakerhet');
	const lines = log.entries.map((written) => entry(incidentId, written, told));
	const mentioned = new Map(log.entries.map(({ id, injectRef }) => [injectRef, id]));
	const releases = template.injects.flatMap(({ id, offsetMinutes }) => {
		const entryId = mentioned.get(id);
		if (entryId === undefined) return [];
		const args = { incidentId, injectId: id, entryId: `${entryId}-inspel` };
		return [scripted(releaseInject, args, { actor: director, at: at(offsetMinutes) })];
	});
	return [
		scripted(startExercise, { incidentId, templateId: template.id }, { actor: director, at: at(0) }),
		...releases,
		...lines,
		scripted(endExercise, { incidentId }, { actor: director, at: at(log.durationMinutes) })
	];
}

function runningIncident(content: Content, script: Incident, told: Told): ScriptedMutation[] {
	const { id: incidentId, title, cardRef: cardId } = script;
	const { actors } = told;
	const by = (roleId: string, minutes: number) => ({
		actor: actors(roleId),
		at: told.began + minutes * MINUTE_MS
	});
	const steps = content.actionCards.flatMap((card) => card.steps);
	const roleOf = (stepId: string): string => steps.find(({ id }) => id === stepId)?.role ?? 'r-tib';
	const opened = script.entries.find(({ type }) => type === 'dt-atgard');
	return [
		scripted(startIncident, { incidentId, kind: 'incident' as const, title }, by('r-tib', 0)),
		// The first thing the officer does is to open the card.
		scripted(activateCard, { incidentId, cardId }, by('r-tib', opened?.offsetMinutes ?? 0)),
		...script.activations.map(({ id, offsetMinutes, levelRef, decidedBy, reason }) => {
			const level = content.plan.levels.find((one) => one.id === levelRef)?.level ?? 0;
			return scripted(setLevel, { changeId: id, incidentId, level, reason }, by(decidedBy, offsetMinutes));
		}),
		...script.stepsDone.map(({ stepRef: stepId, offsetMinutes }) =>
			scripted(tickStep, { incidentId, cardId, stepId }, by(roleOf(stepId), offsetMinutes))
		),
		...script.entries.map((written) => entry(incidentId, written, told))
	];
}
