export {
	ActionCard,
	ActiveCard,
	cardProgress,
	CardStep,
	dueAt,
	Phase,
	PHASES,
	stepsByPhase,
	StepTick,
	type CardProgress
} from './actioncard.ts';
export { activateCard, cannotStep, putCard, tickStep, untickStep } from './actioncard.mutators.ts';
export { actionCards, activeCards, stepTicks } from './actioncard.tables.ts';
export { t } from './actioncard.messages.ts';
