// A script is a list of mutations with who and when: the example and the templates are built by replaying one.
import type { Actor, Mutator } from '#lib/sync/contract/index.ts';

export interface ScriptedMutation {
	readonly actor: Actor;
	/** ms since 1970-01-01T00:00Z. */
	readonly at: number;
	readonly name: string;
	readonly args: unknown;
}

/** A line of a script; its arguments are checked here like anyone's. */
export function scripted<A>(
	mutator: Mutator<A>,
	args: A,
	by: Pick<ScriptedMutation, 'actor' | 'at'>
): ScriptedMutation {
	return { ...by, name: mutator.name, args };
}
