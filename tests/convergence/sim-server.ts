// The real server code on a database in memory, with a network that the simulation rules.
import { createHash } from 'node:crypto';
import {
	Authority,
	Desk,
	fill,
	type Commit,
	type Line,
	type OpenedLetters,
	type Store
} from '#lib/sync/authority/index.ts';
import type { Result } from '#lib/kernel/index.ts';
import { openEnvelope } from '#lib/server/auth/person-key.server.ts';
import {
	FillRequest,
	type Actor,
	type Delivery,
	type Frame,
	type PushedMutation,
	type ScopeId
} from '#lib/sync/contract/index.ts';
import { openSqliteStore, type SqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { worldRegistry } from './notes.ts';
import type { Scheduler } from './scheduler.ts';

/** Rows in a page of a fill; a world has some tens of rows. */
const LONGEST_PAGE = 12;

export class Crash extends Error {
	override readonly name = 'Crash';
}

export interface SimLine extends Line {
	readonly deliver: (event: string, message: unknown) => void;
	readonly cut: () => void;
	readonly scopes: Set<ScopeId>;
}

export class SimServer {
	store: SqliteStore;
	readonly bugs: unknown[] = [];
	/** Person → scopes withdrawn from them. */
	readonly withdrawn = new Map<string, Set<ScopeId>>();
	/** Person → the key that opens what they have sealed. */
	readonly sealKeys = new Map<string, Uint8Array<ArrayBuffer>>();
	/** Effects as performed, in order: what the provider has sent. */
	readonly performed: string[] = [];
	/** Chance of a crash at each fault point. */
	crashShare = 0;
	readonly #scheduler: Scheduler;
	readonly #lines = new Set<SimLine>();
	#authority: Authority;
	#desk: Desk;
	#down = false;

	private constructor(store: SqliteStore, scheduler: Scheduler) {
		this.store = store;
		this.#scheduler = scheduler;
		[this.#authority, this.#desk] = this.#run();
	}

	static async open(scheduler: Scheduler, file = ':memory:'): Promise<SimServer> {
		const store = await openSqliteStore(file, worldRegistry, () => `epoch-${scheduler.below(1e9)}`);
		return new SimServer(store, scheduler);
	}

	/** Breaks what is saved on purpose. */
	tamper: (commit: Commit) => Commit = (commit) => commit;

	mayRead = (actor: Actor, scope: ScopeId): boolean => !this.withdrawn.get(actor.personId)?.has(scope);

	connect(line: SimLine): void {
		if (this.#down) line.cut();
		else this.#lines.add(line);
	}

	disconnect(line: SimLine): void {
		this.#lines.delete(line);
		this.#desk.left(line);
	}

	handle(line: SimLine, event: string, message: unknown, reply: (answer: object) => void): void {
		if (this.#lines.has(line)) this.#desk.handle(line, event, message, reply);
	}

	async page(message: unknown): Promise<unknown> {
		const request = FillRequest.parse(message);
		const device = await this.store.device(request.clientId);
		if (!device || this.#down) return undefined;
		// Short pages of any length: every fill is cut in places that no one chose.
		const limit = Math.min(request.limit, 1 + this.#scheduler.below(LONGEST_PAGE));
		return fill(
			this.store,
			{ ...request, limit },
			{ registry: worldRegistry, actor: device.actor, mayRead: this.mayRead }
		);
	}

	rightsChanged(): Promise<void> {
		return this.#desk.rightsChanged();
	}

	/** All memory is lost; what was committed is there when it comes back. */
	crash(): void {
		if (this.#down) return;
		this.#down = true;
		for (const line of [...this.#lines]) line.cut();
		this.#lines.clear();
		this.#scheduler.after(200 + this.#scheduler.below(2_000), () => {
			this.restart();
		});
	}

	restart(): void {
		this.#down = false;
		[this.#authority, this.#desk] = this.#run();
	}

	/** The database is another one from now on: an older backup with a new epoch. */
	replace(store: SqliteStore): void {
		for (const line of [...this.#lines]) line.cut();
		this.#lines.clear();
		this.store = store;
		this.restart();
	}

	idle(): Promise<void> {
		return this.#authority.idle();
	}

	async performEffects(): Promise<void> {
		for (const { key } of await this.store.waitingEffects(100)) {
			this.performed.push(key);
			await this.store.settleEffect(key, 'done', this.#scheduler.now);
		}
	}

	/** As the product does, by the keys that the test has given. */
	async #openLetters({ clientId, personId, letters }: Delivery): Promise<OpenedLetters | undefined> {
		const device = await this.store.device(clientId);
		const key = this.sealKeys.get(personId);
		if (!device || device.actor.personId !== personId || !key) return undefined;
		const opened = letters.map(({ body, ...rest }): Result<PushedMutation> => {
			const args = openEnvelope(key, { clientId, body, ...rest });
			return args.ok ? { ok: true, value: { ...rest, args: args.value } } : args;
		});
		const closed = opened.findIndex(({ ok }) => !ok);
		const mutations = (closed === -1 ? opened : opened.slice(0, closed)).flatMap((one) => (one.ok ? [one.value] : []));
		const sender = { clientId, actor: device.actor };
		return { sender, mutations, broken: letters[closed]?.seq, lastSeq: device.lastSeq };
	}

	#tampered(): Store {
		const { store } = this;
		const write: Store['write'] = (work) =>
			store.write((tx) => work({ ...tx, save: (commit) => tx.save(this.tamper(commit)) }));
		return new Proxy(store, {
			get: (target, name) => {
				if (name === 'write') return write;
				const value: unknown = Reflect.get(target, name, target);
				return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
			}
		});
	}

	#run(): [Authority, Desk] {
		const life = { dead: false };
		const store = this.#tampered();
		const authority: Authority = new Authority({
			store,
			registry: worldRegistry,
			now: () => this.#scheduler.now,
			mayRead: this.mayRead,
			server: { digest: (text) => createHash('sha256').update(text).digest('hex'), salt: () => 'salt' },
			reportBug: (error) => {
				if (!(error instanceof Error) || error.message !== 'A bug in a mutator') this.bugs.push(error);
				return 'bug';
			},
			faults: {
				at: () => {
					if (!this.#down && this.crashShare > 0 && this.#scheduler.chance(this.crashShare)) {
						life.dead = true;
						this.crash();
						throw new Crash();
					}
				}
			},
			commitFailed: (error) => {
				if (!(error instanceof Crash)) this.bugs.push(error);
			},
			deliver: (frames) => {
				if (!life.dead) desk.deliver(frames);
			}
		});
		const desk: Desk = new Desk({
			identify: (_line, { clientId }) => Promise.resolve({ actor: personOf(clientId) }),
			actorNow: (actor) => actor,
			openLetters: (_line, delivery) => this.#openLetters(delivery),
			store,
			authority,
			now: () => this.#scheduler.now,
			mayRead: this.mayRead,
			reportBug: (error) => {
				this.bugs.push(error);
				return 'bug';
			},
			toScope: (scope: ScopeId, event: 'frame' | 'poke', message?: Frame) => {
				for (const line of this.#lines) if (line.scopes.has(scope)) line.deliver(event, message);
			}
		});
		return [authority, desk];
	}
}

/** A simulated device is its person's: `client-bo-2` is the second of Bo. */
function personOf(clientId: string): Actor {
	const name = clientId.replace(/^client-/, '').replace(/-\d+$/, '');
	return { personId: `person-${name}`, name, role: 'log keeper' };
}
