import { defineTable } from '#lib/sync/contract/index.ts';
import { ActionCard, ActiveCard, StepTick } from './actioncard.ts';

export const actionCards = defineTable({ name: 'actionCards', row: ActionCard, scopeOf: () => 'open' });

export const activeCards = defineTable({
	name: 'activeCards',
	row: ActiveCard,
	indexes: ['incidentId'],
	scopeOf: ({ incidentId }) => `incident:${incidentId}`,
	head: true
});

export const stepTicks = defineTable({
	name: 'stepTicks',
	row: StepTick,
	indexes: ['incidentId'],
	lookups: ['incidentId'],
	scopeOf: ({ incidentId }) => `incident:${incidentId}`
});
