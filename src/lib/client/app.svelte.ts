// The app as components see it: the replica, its state, live queries; made once and handed down by context.
import { getContext, setContext } from 'svelte';
import { version } from '$app/environment';
import { may, type Action } from '#lib/features/access/index.ts';
import { registry } from '#lib/features/registry.ts';
import type { LiveValue, Mode, Workspace } from '#lib/features/workspace.ts';
import { newId, systemRandom, type Result } from '#lib/kernel/index.ts';
import {
	Replica,
	socketChannel,
	type RefusedRecord,
	type ReplicaState,
	type RowRecord
} from '#lib/sync/browser/index.ts';
import type { Actor, Mutator, Row, ScopeId, Table } from '#lib/sync/contract/index.ts';
import { Clock } from './clock.svelte.ts';
import type { Entrance, Inside, Person } from './entrance/index.ts';
import { refusalText } from './entrance/refusal-text.ts';
import { Live } from './live.svelte.ts';
import { OpenedRows } from './opened-rows.ts';

export class App implements Workspace {
	readonly replica: Replica;
	readonly person: Person;
	/** Opened by a PIN: whoever leaves it locks it. */
	readonly locks: boolean;
	/** The open line's word, for questions over HTTP; this tab's alone. */
	ticket: string | undefined;
	/** How many mutations wait; the list itself is opened only where it is shown. */
	readonly waiting: LiveValue<number>;
	readonly outbox: LiveValue<readonly { seq: number; name: string; at: number; args: unknown }[]>;
	readonly refused: LiveValue<readonly RefusedRecord[]>;
	readonly #clock: Clock;
	#state: ReplicaState | undefined = $state.raw();
	/** Modes of the pages that are open, innermost last; plain, so that entering one inside an effect does not run it again. */
	#modes: Mode[] = [];
	#mode: Mode | undefined = $state();

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
				this.ticket = welcome.ticket;
				inside.welcomed(welcome).catch(reportProblem);
			},
			actor: { personId, name, role, rights },
			build: version,
			channel: socketChannel(location.origin),
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

	get state(): ReplicaState {
		return this.#state ?? this.replica.state;
	}

	get actor(): Actor {
		return this.replica.actor;
	}

	get now(): number {
		return this.#clock.now;
	}

	/** The mode of the innermost page that has one. */
	get mode(): Mode | undefined {
		return this.#mode;
	}

	enterMode(mode: Mode): () => void {
		this.#modes.push(mode);
		this.#mode = mode;
		return () => {
			this.#modes.splice(this.#modes.lastIndexOf(mode), 1);
			this.#mode = this.#modes.at(-1);
		};
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
		return may({ rights: this.state.rights ?? this.actor.rights }, action, on, this.replica.now());
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
		return this.replica.draft(key);
	}

	keepDraft(key: string, text: string): Promise<void> {
		return this.replica.keepDraft(key, text);
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
