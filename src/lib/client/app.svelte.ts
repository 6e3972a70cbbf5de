// The app as components see it: the replica, its state, live queries; made once and handed down by context.
import { getContext, setContext } from 'svelte';
import type * as z from 'zod/mini';
import { version } from '$app/environment';
import { permitsNeed, type Action } from '#lib/features/access/index.ts';
import { registry } from '#lib/features/registry.ts';
import type { LiveValue, Mode, Workspace } from '#lib/features/workspace.ts';
import { newId, systemRandom, type Result } from '#lib/kernel/index.ts';
import {
	Replica,
	socketChannel,
	type Carrier,
	type RefusedRecord,
	type ReplicaState,
	type RowRecord
} from '#lib/sync/browser/index.ts';
import type { Actor, Mutator, Row, ScopeId, Table } from '#lib/sync/contract/index.ts';
import { Clock } from './clock.svelte.ts';
import type { Entrance, Inside, Person } from './entrance/index.ts';
import { refusalText } from './entrance/refusal-text.ts';
import { Live } from './live.svelte.ts';
import { Modes } from './modes.svelte.ts';
import { OpenedRows } from './opened-rows.ts';
import { askForCookie, askOnLine } from './questions.ts';

export class App implements Workspace {
	readonly replica: Replica;
	readonly person: Person;
	/** Opened by a PIN: whoever leaves it locks it. */
	readonly locks: boolean;
	/** How many mutations wait; the list itself is opened only where it is shown. */
	readonly waiting: LiveValue<number>;
	readonly outbox: LiveValue<readonly { seq: number; name: string; at: number; args: unknown }[]>;
	readonly refused: LiveValue<readonly RefusedRecord[]>;
	readonly #clock: Clock;
	#state: ReplicaState | undefined = $state.raw();
	#carrier: Carrier | undefined = $state();
	readonly #modes = new Modes();
	readonly #entrance: Entrance;
	readonly #inside: Inside;

	constructor({ entrance, inside }: { entrance: Entrance; inside: Inside }) {
		this.#entrance = entrance;
		this.#inside = inside;
		this.person = inside.person;
		this.locks = inside.locks;
		const { replica, personId, name, role, rights } = inside.person;
		this.replica = new Replica({
			name: replica,
			registry,
			sealer: inside.sealer,
			claim: (lineId, clientId) => inside.claim(lineId, clientId),
			others: () => inside.others(),
			onWelcome: (welcome) => {
				inside.welcomed(welcome).catch(reportProblem);
				if (welcome.cookieLost) void this.#askForCookie(welcome.ticket ?? '');
			},
			actor: { personId, name, role, rights },
			build: version,
			channel: socketChannel(location.origin, (carrier) => {
				this.#carrier = carrier;
			}),
			onState: (state) => {
				this.#state = state;
			},
			onProblem: reportProblem
		});
		this.#clock = new Clock(() => this.replica.now());
		const { database } = this.replica;
		this.waiting = this.#live(['outbox'], () => database.outbox.count());
		this.outbox = this.#live(['outbox'], async () =>
			(await database.outbox.toArray()).map((record) => ({ ...record, args: this.replica.argsOf(record) }))
		);
		this.refused = this.#live(['refused'], () => database.refused.toArray());
	}

	async #askForCookie(ticket: string): Promise<void> {
		const answer = await askForCookie(this.#inside, ticket);
		if (!answer.ok && answer.code !== 'access.no-contact') reportProblem(new Error(answer.code));
	}

	get state(): ReplicaState {
		return this.#state ?? this.replica.state;
	}

	/** The open line's word, for questions over HTTP; undefined without contact. */
	get ticket(): string | undefined {
		return this.state.ticket;
	}

	/** What carries this tab's line; undefined where another tab leads, or before there was one. */
	get carrier(): Carrier | undefined {
		return this.#carrier;
	}

	get actor(): Actor {
		return this.replica.actor;
	}

	get now(): number {
		return this.#clock.now;
	}

	/** The mode of the innermost page that has one. */
	get mode(): Mode | undefined {
		return this.#modes.innermost;
	}

	enterMode(mode: Mode): () => void {
		return this.#modes.enter(mode);
	}

	stay(scope: ScopeId, place: string): () => void {
		return this.replica.stay({ scope, place });
	}

	othersIn(scope: ScopeId): readonly string[] {
		const { personId } = this.actor;
		const others = this.state.present.filter((one) => one.scope === scope && one.personId !== personId);
		return others.map(({ name }) => name);
	}

	newId(): string {
		return newId(this.replica.now(), systemRandom);
	}

	mutate<A>(mutator: Mutator<A>, args: A): Promise<Result<void>> {
		return this.replica.mutate(mutator, args);
	}

	all<R extends Row>(table: Table<R>): LiveValue<readonly R[]> {
		return this.#rows(table, () => this.replica.table(table.name).toArray());
	}

	where<R extends Row>(table: Table<R>, field: keyof R & string, value: string): LiveValue<readonly R[]> {
		return this.#rows(table, () => this.replica.table(table.name).where(field).equals(value).toArray());
	}

	one<R extends Row>(table: Table<R>, id: string): LiveValue<R | null> {
		return this.#live([table.name], async () => {
			const record = await this.replica.table(table.name).get(id);
			return record ? this.replica.rowOf(table, record) : null;
		});
	}

	last<R extends Row>(
		table: Table<R>,
		index: string,
		{ key, limit }: { key: string; limit: number }
	): LiveValue<readonly R[]> {
		return this.#rows(table, async () => {
			const newestFirst = this.replica.table(table.name).where(index).between([key, 0], [key, Infinity]).reverse();
			return (await newestFirst.limit(limit).toArray()).reverse();
		});
	}

	/** Whether this person may do something, as far as this device knows; the server decides. */
	may(action: Action, on: ScopeId = 'municipality'): boolean {
		const actor = { ...this.actor, rights: this.state.rights ?? this.actor.rights };
		return permitsNeed(actor, { action, on }, this.replica.now());
	}

	ask<T>(call: string, message: object, value: z.ZodMiniType<T>): Promise<Result<T>> {
		return askOnLine(() => this.ticket, call, { message, value });
	}

	waitingFor<A>(mutator: Mutator<A>): LiveValue<readonly A[]> {
		return this.#live(['outbox'], async () => {
			const waiting = (await this.replica.database.outbox.toArray()).filter(({ name }) => name === mutator.name);
			return waiting.flatMap((record) => {
				const args = mutator.args.safeParse(this.replica.argsOf(record));
				return args.success ? [args.data] : [];
			});
		});
	}

	/** Shuts the replica; whoever comes next opens their own. */
	async lock(): Promise<void> {
		await this.#entrance.leave();
	}

	/** The session is over: what is held here stays, and opens again once they have signed in. */
	async signInAgain(): Promise<void> {
		await this.#entrance.leave({ signIn: true });
	}

	/** The key leaves this device, and with it all that was held under it. */
	async leaveForGood(): Promise<void> {
		await this.#entrance.forget(this.person);
	}

	/** From now on this device asks for a PIN; errors: `access.pin-weak`. */
	requirePin(pin: string): Promise<Result<void>> {
		return this.#entrance.requirePin(this.#inside, pin);
	}

	/** The device is barred: nobody's key stays on it. */
	async forgetEveryone(): Promise<void> {
		await this.#entrance.forgetEveryone();
	}

	whenLeaving(farewell: () => Promise<void>): () => void {
		return this.#entrance.whenLeaving(farewell);
	}

	refusalText(code: string): string {
		return refusalText(code);
	}

	draft(key: string): Promise<{ text: string; at: number } | undefined> {
		return this.replica.drafts.of(key);
	}

	keepDraft(key: string, text: string): Promise<void> {
		return this.replica.drafts.keep(key, text);
	}

	#rows<R extends Row>(table: Table<R>, query: () => Promise<RowRecord[]>): LiveValue<readonly R[]> {
		const opened = new OpenedRows<R>((record) => this.replica.rowOf(table, record));
		return this.#live([table.name], async () => opened.open(await query()));
	}

	#live<T>(tables: readonly string[], query: () => Promise<T>): LiveValue<T> {
		return new Live(this.replica, tables, query);
	}
}

/** Bugs in the background: told once on the console, where a tester and the browser's own reports find them. */
function reportProblem(error: unknown): void {
	console.error(error);
}

const KEY = Symbol('app');

export function provideApp(app: App): App {
	return setContext(KEY, app);
}

export function useApp(): App {
	return getContext<App>(KEY);
}
