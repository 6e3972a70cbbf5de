// Alsjöhamn, a municipality that does not exist: 84 people, a finished exercise and a fire that is still burning.
import { activateCard, tickStep } from '#lib/features/actioncard/index.ts';
import type { Content, LocalSet, ScriptedEntry } from '#lib/features/content/index.ts';
import { endExercise, releaseInject, startExercise } from '#lib/features/exercise/index.ts';
import { setLevel, startIncident } from '#lib/features/incident/index.ts';
import { addEntry, type EntryType } from '#lib/features/journal/index.ts';
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

/**
 * The example municipality, as it is at `now`.
 *
 * Shapes:  mutations in ascending time for each person and incident; ids come from the content, so two replays are alike.
 * Units:   `now` in ms; the running incident began `nowOffsetMinutes` before it.
 */
export function exampleScript(content: Content, now: number): ScriptedMutation[] {
	const local = content.localSets.find(({ id }) => id === EXAMPLE);
	if (!local) throw new Error('The content has no example municipality');
	const values = Object.fromEntries(
		Object.entries(local.values).flatMap(([key, value]) => (value === null ? [] : [[key, value]]))
	);
	const set = filled(local, values);
	const actors = actorsOf(content, set);
	const by = { actor: actors('r-sakerhet'), at: now - 60 * DAY_MS };
	const name = values['kommun'] ?? EXAMPLE;
	return [
		...templateScript(content, { name, beginning: 'example', values, by }),
		...roster(set, { by, now }),
		...finishedExercise(content, set, actors),
		...runningIncident(set, { actors, now })
	];
}

type Actors = (roleId: string) => Actor;

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
		if (/^(Föräldraledig|Utomlands)/.test(availability ?? '')) {
			script.push(scripted(setAway, { memberId: id, note: availability ?? undefined }, { ...by, at: now - DAY_MS }));
		}
		return script;
	});
}

function entry(
	incidentId: string,
	written: ScriptedEntry,
	{ began, actors }: { began: number; actors: Actors }
): ScriptedMutation {
	const happenedAt = began + written.offsetMinutes * MINUTE_MS;
	const at = began + written.writtenOffsetMinutes * MINUTE_MS;
	const type = TYPES[written.type];
	const args = { entryId: written.id, incidentId, text: written.text, happenedAt, type };
	return scripted(addEntry, args, { actor: actors(written.author), at });
}

function finishedExercise(content: Content, set: LocalSet, actors: Actors): ScriptedMutation[] {
	const [template] = content.exercises;
	const log = set.exerciseLog;
	if (!log || !template) return [];
	const incidentId = log.id;
	// Swedish summer time on the day of the example exercise: two hours ahead of UTC.
	const began = Date.parse(`${log.date}T${log.startTime}:00+02:00`);
	const director = actors('r-sakerhet');
	const during = log.entries.flatMap((written) => {
		const line = entry(incidentId, written, { began, actors });
		if (!written.injectRef) return [line];
		const inject = template.injects.find(({ id }) => id === written.injectRef);
		const at = Math.min(line.at, began + (inject?.offsetMinutes ?? 0) * MINUTE_MS);
		const args = { incidentId, injectId: written.injectRef, entryId: `${written.id}-inspel` };
		return [scripted(releaseInject, args, { actor: director, at }), line];
	});
	return [
		scripted(startExercise, { incidentId, templateId: template.id }, { actor: director, at: began }),
		...during,
		scripted(endExercise, { incidentId }, { actor: director, at: began + log.durationMinutes * MINUTE_MS })
	];
}

function runningIncident(set: LocalSet, { actors, now }: { actors: Actors; now: number }): ScriptedMutation[] {
	const script = set.incidentScript;
	if (!script) return [];
	const began = now - script.nowOffsetMinutes * MINUTE_MS;
	const incidentId = script.id;
	const at = (offsetMinutes: number): number => began + offsetMinutes * MINUTE_MS;
	const officer = actors('r-tib');
	const levels = script.activations.map(({ id, offsetMinutes, levelRef, decidedBy, reason }) =>
		scripted(
			setLevel,
			{ changeId: id, incidentId, level: Number(levelRef.replace('lage-', '')), reason },
			{ actor: actors(decidedBy), at: at(offsetMinutes) }
		)
	);
	const ticks = script.stepsDone.map(({ stepRef, offsetMinutes }) =>
		scripted(
			tickStep,
			{ incidentId, cardId: script.cardRef, stepId: stepRef },
			{ actor: officer, at: at(offsetMinutes) }
		)
	);
	return [
		scripted(
			startIncident,
			{ incidentId, kind: 'incident' as const, title: script.title },
			{ actor: officer, at: began }
		),
		scripted(activateCard, { incidentId, cardId: script.cardRef }, { actor: officer, at: at(3) }),
		...levels,
		...ticks,
		...script.entries.map((written) => entry(incidentId, written, { began, actors }))
	];
}
