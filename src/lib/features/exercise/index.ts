export {
	Criterion,
	Exercise,
	ExerciseTemplate,
	Inject,
	InjectRelease,
	injectState,
	isOutOfOrder,
	markedAsExercise,
	playedMs,
	type InjectState
} from './exercise.ts';
export {
	endExercise,
	pauseExercise,
	putTemplate,
	releaseInject,
	resumeExercise,
	startExercise
} from './exercise.mutators.ts';
export { exercises, exerciseTemplates, injectReleases } from './exercise.tables.ts';
export { t } from './exercise.messages.ts';
