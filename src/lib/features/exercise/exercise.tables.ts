import { defineTable } from '#lib/sync/contract/index.ts';
import { Exercise, ExerciseTemplate, InjectRelease } from './exercise.ts';

/** Scripts of exercises are for those who plan them, not open like the plan. */
export const exerciseTemplates = defineTable({
	name: 'exerciseTemplates',
	row: ExerciseTemplate,
	scopeOf: () => 'municipality'
});

export const exercises = defineTable({
	name: 'exercises',
	row: Exercise,
	scopeOf: ({ id }) => `incident:${id}`,
	head: true
});

export const injectReleases = defineTable({
	name: 'injectReleases',
	row: InjectRelease,
	indexes: ['incidentId'],
	scopeOf: ({ incidentId }) => `incident:${incidentId}`
});
