export {
	ActionCard,
	ActiveCard,
	answersOf,
	cardProgress,
	CardStep,
	dueAt,
	Phase,
	PHASES,
	StepAnswer,
	stepsByPhase,
	StepTick,
	type CardProgress
} from './actioncard.ts';
export { activateCard, cannotStep, deactivateCard, putCard, tickStep, untickStep } from './actioncard.mutators.ts';
export { actionCards, activeCards, stepTicks } from './actioncard.tables.ts';
export { t } from './actioncard.messages.ts';
