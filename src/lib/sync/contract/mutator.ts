// What can happen: a named fact with arguments, and one meaning for both sides.
import type * as z from 'zod/mini';
import type { Instant, Minutes, Result } from '#lib/kernel/index.ts';
import type { Row, ScopeId, Table } from './table.ts';

/** Who does something, as the server has bound the device to a person. */
export interface Actor {
	readonly personId: string;
	readonly name: string;
	/** What they are called in the log, such as “Loggförare”. */
	readonly role: string;
	/** What they have been given; none where it is undefined. */
	readonly rights?: readonly Right[] | undefined;
}

/** A role that somebody has somewhere for a time; what it permits is the product's own table. */
export interface Right {
	readonly as: string;
	/** `municipality`, which is everywhere, or one scope. */
	readonly on: string;
	readonly from: Instant;
	readonly until?: Instant | undefined;
}

/** What a mutation asks of its actor: an action, and the scope in which it is done. */
export interface Need {
	readonly action: string;
	readonly on: ScopeId;
}

/** The only door to storage that a mutator has; it must await nothing else (IndexedDB would close the transaction). */
export interface MutationTx {
	get<R extends Row>(table: Table<R>, id: string): Promise<R | undefined>;
	/** Rows whose `field`, one of the table's lookups, equals `value`; in no particular order. */
	list<R extends Row>(table: Table<R>, field: keyof R & string, value: string): Promise<readonly R[]>;
	put<R extends Row>(table: Table<R>, row: R): Promise<void>;
	remove<R extends Row>(table: Table<R>, id: string): Promise<void>;
}

export interface MutationContext {
	readonly tx: MutationTx;
	readonly actor: Actor;
	/** The mutation's device time, corrected for drift; the same on both sides and in every redo. */
	readonly at: Instant;
}

/** What only the server can add, in the transaction that accepts the mutation. */
export interface AcceptContext extends MutationContext {
	readonly receivedAt: Instant;
	/** Row key → the server-owned values it had before a restore; empty but for a re-offered mutation. */
	readonly former: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	/** The next number of a gapless series, from 1. */
	readonly next: (series: string) => Promise<number>;
	/** The last text kept under `name` and a way to set it; for hash chains. */
	readonly memory: (name: string) => Promise<string | undefined>;
	readonly remember: (name: string, value: string) => Promise<void>;
	/** SHA-256 in lower-case hexadecimal. */
	readonly digest: (text: string) => string;
	readonly salt: () => string;
	/** Asks for something outside the database, performed once per `key` after commit, never for a re-offered mutation. */
	readonly effect: (request: EffectRequest) => void;
}

export interface EffectRequest {
	readonly kind: string;
	/** Idempotency key: the same key is performed once. */
	readonly key: string;
	readonly payload: unknown;
}

/** What must be permitted; reads only rows that every permitted actor holds. */
export type Needs<A> = (
	args: A,
	context: Pick<MutationContext, 'tx' | 'actor'>
) => readonly Need[] | Promise<readonly Need[]>;

export interface Mutator<A = unknown> {
	/** `feature.verb`; never renamed once frozen, outboxes out there still hold it. */
	readonly name: string;
	readonly args: z.ZodMiniType<A>;
	/** False for what only the server may decide: locally it waits, without effect, until `expiresAfter`. */
	readonly optimistic: boolean;
	readonly expiresAfter: Minutes | undefined;
	/** Arguments of which history keeps only that they were given. */
	readonly personal: readonly string[];
	/** Asked before `run`, on both sides; all of it must be permitted. Without it anyone may. */
	readonly needs?: Needs<A> | undefined;
	readonly run: (context: MutationContext, args: A) => Promise<Result<void>>;
	readonly onAccept?: ((context: AcceptContext, args: A) => Promise<void>) | undefined;
}

/** Declares something that can happen; `run` is the same code in the browser and on the server. */
export function defineMutator<A>(mutator: {
	name: string;
	args: z.ZodMiniType<A>;
	optimistic?: false;
	expiresAfter?: Minutes;
	personal?: readonly (keyof A & string)[];
	needs?: Needs<A>;
	run: Mutator<A>['run'];
	onAccept?: Mutator<A>['onAccept'];
}): Mutator<A> {
	const { optimistic = true, personal = [], expiresAfter, onAccept, ...rest } = mutator;
	return { ...rest, optimistic, personal, expiresAfter, onAccept };
}
