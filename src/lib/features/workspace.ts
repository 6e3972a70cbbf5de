// What a feature's component may ask of the app: rows that stay current, changes, ids, the time, and drafts.
import { getContext, setContext } from 'svelte';
import type * as z from 'zod/mini';
import type { Action } from '#lib/features/access/index.ts';
import type { Result } from '#lib/kernel/index.ts';
import type { Actor, Mutator, Row, ScopeId, Table } from '#lib/sync/contract/index.ts';

/** A query whose value stays current; `undefined` until the first answer. */
export interface LiveValue<T> {
	readonly value: T | undefined;
}

/** Live is solid, an exercise dashed, the example dotted: the frame of the whole screen. */
export type Mode = 'live' | 'exercise' | 'demo' | 'everyday';

export interface Workspace {
	readonly actor: Actor;
	/** The corrected time in ms; followed by Svelte, it moves on every second. */
	readonly now: number;
	newId(): string;
	mutate<A>(mutator: Mutator<A>, args: A): Promise<Result<void>>;
	/** Whether this person may do something here and now, as far as this device knows: what they may not is not offered. */
	may(action: Action, on?: ScopeId): boolean;
	/** Asks the server what no row tells; `access.no-contact` where it does not answer. */
	ask<T>(call: string, message: object, answer: z.ZodMiniType<T>): Promise<Result<T>>;
	/** What was done here with a mutator and has not been answered by the server. */
	waitingFor<A>(mutator: Mutator<A>): LiveValue<readonly A[]>;
	/** Every row of a table. */
	all<R extends Row>(table: Table<R>): LiveValue<readonly R[]>;
	/** The rows of a table in which an indexed field has a value. */
	where<R extends Row>(table: Table<R>, field: keyof R & string, value: string): LiveValue<readonly R[]>;
	/** One row; `null` when there is none. */
	one<R extends Row>(table: Table<R>, id: string): LiveValue<R | null>;
	/** The last `limit` rows by a compound index `[field+order]`, in ascending order. */
	last<R extends Row>(table: Table<R>, index: string, at: { key: string; limit: number }): LiveValue<readonly R[]>;
	/** The text of a refusal's code. */
	refusalText(code: string): string;
	draft(key: string): Promise<{ text: string; at: number } | undefined>;
	keepDraft(key: string, text: string): Promise<void>;
	/** Does this before its person leaves, by a touch or because the device locks itself, until the returned function is called. */
	whenLeaving(farewell: () => Promise<void>): () => void;
	/** Says to the others in a scope that this person is here, until the returned function is called. */
	stay(scope: ScopeId, place: string): () => void;
	/** The names of the others who are in a scope just now, each once. */
	othersIn(scope: ScopeId): readonly string[];
	/** Sets the frame while a page is shown; the returned function takes it back. */
	enterMode(mode: Mode): () => void;
}

const KEY = Symbol('workspace');

export function provideWorkspace(workspace: Workspace): void {
	setContext(KEY, workspace);
}

export function useWorkspace(): Workspace {
	return getContext<Workspace>(KEY);
}
