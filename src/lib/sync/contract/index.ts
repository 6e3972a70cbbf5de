export { createRegistry, type Registry } from './registry.ts';
export {
	defineMutator,
	type AcceptContext,
	type Actor,
	type EffectRequest,
	type MutationContext,
	type MutationTx,
	type Mutator,
	type Need,
	type Needs,
	type Right
} from './mutator.ts';
export { defineTable, indexedFields, type Row, type ScopeId, type Table } from './table.ts';
export {
	idOf,
	Overlay,
	rowKey,
	tableOf,
	wholeTable,
	type OverlayWrite,
	type RowKey,
	type RowSource
} from './overlay.ts';
export { runMutator } from './run-mutator.ts';
export * from './protocol.ts';
export type { Faults } from './faults.ts';
