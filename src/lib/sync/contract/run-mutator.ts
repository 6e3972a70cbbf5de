// A mutator asked in one place for the browser, its replays and the server: first whether the actor may, then what it means.
import { refuse, type Instant, type Result } from '#lib/kernel/index.ts';
import type { MutationContext, Mutator } from './mutator.ts';
import type { Registry } from './registry.ts';

/**
 * Runs `mutator` when `actor` may.
 *
 * Units:   `judgedAt` is when rights are asked about: the server's time there, the mutation's own on a device.
 * Errors:  `access.not-permitted`, the same for what is not there and what is not theirs; else the mutator's own answer.
 */
export async function runMutator<A>(
	registry: Registry,
	mutator: Mutator<A>,
	{ judgedAt, ...context }: MutationContext & { judgedAt: Instant },
	args: A
): Promise<Result<void>> {
	const needs = (await mutator.needs?.(args, context)) ?? [];
	const permitted = needs.every((need) => registry.permits(context.actor, need, judgedAt));
	return permitted ? mutator.run(context, args) : refuse('access.not-permitted');
}
