import * as z from 'zod/mini';
import { inIncident, inMunicipality } from '#lib/features/access/index.ts';
import { beginIncident, finishIncident, IncidentId } from '#lib/features/incident/index.ts';
import { isClosed, numberEntry, writeEntry } from '#lib/features/journal/index.ts';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { defineMutator } from '#lib/sync/contract/index.ts';
import { ExerciseTemplate, markedAsExercise, resumed } from './exercise.ts';
import { exercises, exerciseTemplates, injectReleases } from './exercise.tables.ts';

const OfExercise = z.strictObject({ incidentId: Id });

export const putTemplate = defineMutator({
	name: 'exercise.putTemplate',
	args: ExerciseTemplate,
	needs: inMunicipality('exercise.plan'),
	async run({ tx }, template) {
		await tx.put(exerciseTemplates, template);
		return ok(undefined);
	}
});

/** Starts the clock and opens the log: an exercise is an incident of its own kind, in a scope of its own. */
export const startExercise = defineMutator({
	name: 'exercise.start',
	args: z.strictObject({ incidentId: IncidentId, templateId: Id }),
	needs: inMunicipality('exercise.direct'),
	async run(context, { incidentId, templateId }) {
		const template = await context.tx.get(exerciseTemplates, templateId);
		if (!template) return refuse('exercise.no-such-template');
		const begun = await beginIncident(context, {
			incidentId,
			kind: 'exercise',
			title: markedAsExercise(template.code)
		});
		if (!begun.ok) return begun;
		await context.tx.put(exercises, { id: incidentId, templateId, startedAt: context.at, pausedMs: 0 });
		return ok(undefined);
	}
});

export const pauseExercise = defineMutator({
	name: 'exercise.pause',
	args: OfExercise,
	needs: inIncident('exercise.direct'),
	async run({ tx, at }, { incidentId }) {
		const exercise = await tx.get(exercises, incidentId);
		if (!exercise || exercise.endedAt !== undefined) return refuse('exercise.not-running');
		if (exercise.pausedAt === undefined) await tx.put(exercises, { ...exercise, pausedAt: at });
		return ok(undefined);
	}
});

export const resumeExercise = defineMutator({
	name: 'exercise.resume',
	args: OfExercise,
	needs: inIncident('exercise.direct'),
	async run({ tx, at }, { incidentId }) {
		const exercise = await tx.get(exercises, incidentId);
		if (!exercise || exercise.endedAt !== undefined) return refuse('exercise.not-running');
		await tx.put(exercises, resumed(exercise, at));
		return ok(undefined);
	}
});

/** Sends an inject into the exercise: its text stands in the log at once, on every device. */
export const releaseInject = defineMutator({
	name: 'exercise.releaseInject',
	args: z.strictObject({ incidentId: Id, injectId: Id, entryId: Id }),
	needs: inIncident('exercise.direct'),
	async run(context, { incidentId, injectId, entryId }) {
		const { tx, actor, at } = context;
		const exercise = await tx.get(exercises, incidentId);
		if (!exercise || exercise.endedAt !== undefined) return refuse('exercise.not-running');
		const template = await tx.get(exerciseTemplates, exercise.templateId);
		const inject = template?.injects.find(({ id }) => id === injectId);
		if (!inject) return refuse('exercise.no-such-inject');
		const id = `${incidentId}:${injectId}`;
		if (await tx.get(injectReleases, id)) return refuse('exercise.already-released');

		await tx.put(injectReleases, { id, incidentId, injectId, releasedAt: at, releasedBy: actor });
		return writeEntry(context, {
			entryId,
			incidentId,
			injectId,
			text: markedAsExercise(inject.text),
			happenedAt: at,
			type: 'in'
		});
	},
	onAccept: (context, { entryId }) => numberEntry(context, entryId)
});

/** Stops the clock for good and closes the log. */
export const endExercise = defineMutator({
	name: 'exercise.end',
	args: OfExercise,
	needs: inIncident('exercise.direct'),
	async run(context, { incidentId }) {
		const exercise = await context.tx.get(exercises, incidentId);
		if (!exercise || exercise.endedAt !== undefined) return refuse('exercise.not-running');
		await context.tx.put(exercises, { ...resumed(exercise, context.at), endedAt: context.at });
		// Whoever has already closed the log as that of an incident leaves a clock to stop.
		return (await isClosed(context.tx, incidentId)) ? ok(undefined) : finishIncident(context, incidentId);
	}
});
