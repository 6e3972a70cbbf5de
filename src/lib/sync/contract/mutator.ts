// What can happen: a named fact with arguments, and one meaning for both sides.
import type * as z from 'zod/mini';
import type { Instant, Minutes, Result } from '#lib/kernel/index.ts';
import type { Row, Table } from './table.ts';

/** Who does something, as the server has bound the device to a person. */
export interface Actor {
	readonly personId: string;
	readonly name: string;
	readonly role: string;
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

export interface Mutator<A = unknown> {
	/** `feature.verb`; never renamed once frozen, outboxes out there still hold it. */
	readonly name: string;
	readonly args: z.ZodMiniType<A>;
	/** False for what only the server may decide: locally it waits, without effect, until `expiresAfter`. */
	readonly optimistic: boolean;
	readonly expiresAfter: Minutes | undefined;
	/** Arguments of which history keeps only that they were given. */
	readonly personal: readonly string[];
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
	run: Mutator<A>['run'];
	onAccept?: Mutator<A>['onAccept'];
}): Mutator<A> {
	const { optimistic = true, personal = [], expiresAfter, onAccept, ...rest } = mutator;
	return { ...rest, optimistic, personal, expiresAfter, onAccept };
}
