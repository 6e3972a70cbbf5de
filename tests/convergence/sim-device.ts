// A person's device with the real browser code on an IndexedDB in memory; it can be killed and opened again.
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import type { Result } from '#lib/kernel/index.ts';
import type { Actor, Mutator, Row } from '#lib/sync/contract/index.ts';
import { replicaDatabase, type ReplicaDatabase } from '#lib/sync/browser/database.ts';
import { Envelopes } from '#lib/sync/browser/envelopes.ts';
import { mutate } from '#lib/sync/browser/mutate.ts';
import { pushed } from '#lib/sync/browser/outbox.ts';
import type { Disk, OtherReplica } from '#lib/sync/browser/other-replicas.ts';
import type { ReceiveSettings } from '#lib/sync/browser/receive.ts';
import { Records } from '#lib/sync/browser/records.ts';
import { clearSealer, type Sealer } from '#lib/sync/browser/sealer.ts';
import { Session } from '#lib/sync/browser/session.ts';
import { worldRegistry } from './notes.ts';
import type { Scheduler } from './scheduler.ts';
import { SimChannel } from './sim-channel.ts';
import { Crash, type SimServer } from './sim-server.ts';

export class SimDevice {
	readonly actor: Actor;
	readonly records: Records;
	readonly channel: SimChannel;
	readonly problems: unknown[] = [];
	/** What the device believes its clock is off by, and what it really is. */
	clockError = 0;
	crashShare = 0;
	/** Undoes and redoes everything instead of what is affected: the plain meaning. */
	redoing: 'affected' | 'all' = 'affected';
	/** The app's build; another one from the next start on. */
	build = 'test';
	/** Breaks the database on purpose, at each opening. */
	tamper: (database: ReplicaDatabase) => void = () => undefined;
	/** Whose replica lies beside this one on the same tablet; from the next start on its letters are delivered. */
	neighbour: SimDevice | undefined;
	#factory = new IDBFactory();
	#database: ReplicaDatabase;
	#session: Session | undefined;
	#clientId: string;
	#life = { alive: true };
	readonly #scheduler: Scheduler;
	readonly #sealer: Sealer;
	#envelopes: Envelopes;

	constructor(name: string, server: SimServer, scheduler: Scheduler, sealer: Sealer = clearSealer) {
		this.#sealer = sealer;
		this.records = new Records(sealer);
		this.actor = { personId: `person-${name}`, name, role: 'log keeper' };
		this.#scheduler = scheduler;
		this.channel = new SimChannel(server, scheduler);
		this.#clientId = `client-${name}-1`;
		this.#envelopes = new Envelopes(sealer, this.#clientId);
		this.#database = this.#openDatabase();
		this.#begin();
	}

	get database(): ReplicaDatabase {
		return this.#database;
	}

	get clientId(): string {
		return this.#clientId;
	}

	async mutate<A>(mutator: Mutator<A>, args: A): Promise<Result<unknown> | 'crashed'> {
		try {
			const result = await mutate({ ...this.#settings(), envelopes: this.#envelopes }, mutator, {
				args,
				at: this.#scheduler.now + this.clockError
			});
			if (result.ok) this.#session?.wake(pushed(this.records, result.value));
			return result;
		} catch (error) {
			if (hasCrash(error)) return 'crashed';
			throw error;
		}
	}

	/** The process dies; what was on disk is there when it is opened again. */
	restart(): void {
		this.#life.alive = false;
		this.#session?.stop();
		this.#database.dexie.close();
		this.#life = { alive: true };
		this.#database = this.#openDatabase();
		this.#begin();
	}

	/** The browser throws everything away; a new device is born, of the same person. */
	evict(): void {
		this.#life.alive = false;
		this.#session?.stop();
		this.#database.dexie.close();
		this.#factory = new IDBFactory();
		this.#clientId = `${this.#clientId.replace(/-\d+$/, '')}-${Number(this.#clientId.split('-').at(-1)) + 1}`;
		this.#envelopes = new Envelopes(this.#sealer, this.#clientId);
		this.#life = { alive: true };
		this.#database = this.#openDatabase();
		this.#begin();
	}

	/** Its person locks: nothing of theirs runs, and their keys are nowhere; the disk stays. `restart` is their coming back. */
	lock(): void {
		this.#life.alive = false;
		this.#session?.stop();
		this.#database.dexie.close();
	}

	/** Where its replica lies, by the name `replica`. */
	get disk(): Disk {
		return { indexedDB: this.#factory, IDBKeyRange };
	}

	async rows(): Promise<Map<string, Row>> {
		const rows = new Map<string, Row>();
		for (const table of worldRegistry.tables) {
			for (const record of await this.#database.rows(table.name).toArray()) {
				rows.set(`${table.name}/${record.id}`, this.records.toRow(table, record));
			}
		}
		return rows;
	}

	#openDatabase(): ReplicaDatabase {
		const factory = { indexedDB: this.#factory, IDBKeyRange };
		const database = replicaDatabase('replica', worldRegistry, { durability: 'relaxed', ...factory });
		this.tamper(database);
		return database;
	}

	#begin(): void {
		const life = this.#life;
		const quiet = (error: unknown): void => {
			if (hasCrash(error)) {
				if (life.alive)
					this.#scheduler.after(10, () => {
						if (life.alive) this.restart();
					});
				return;
			}
			if (life.alive) this.problems.push(error);
		};
		this.#session = new Session({
			...this.#settings(),
			channel: this.channel,
			timers: this.#scheduler.timers(() => life.alive),
			build: this.build,
			clientId: this.#clientId,
			stored: (work) => work(),
			claim: () => Promise.resolve({}),
			...(this.neighbour ? { others: () => Promise.resolve(this.#besides()), disk: this.neighbour.disk } : {}),
			onWelcome: () => undefined,
			onRights: () => undefined,
			onTrouble: () => undefined,
			onContact: (contact) => {
				if (contact === 'signed-out' || contact === 'revoked') quiet(new Error(`Turned away: ${contact}`));
			},
			onClock: () => undefined,
			onReceived: () => undefined,
			onProgress: () => undefined,
			onPresence: () => undefined,
			onProblem: quiet
		});
		this.#session.start();
	}

	#besides(): OtherReplica[] {
		return this.neighbour ? [{ replica: 'replica', personId: this.neighbour.actor.personId }] : [];
	}

	#settings(): ReceiveSettings {
		return {
			db: this.#database,
			registry: worldRegistry,
			records: this.records,
			actor: this.actor,
			now: () => this.#scheduler.now,
			build: this.build,
			redoing: this.redoing,
			faults: {
				at: () => {
					if (this.crashShare > 0 && this.#scheduler.chance(this.crashShare)) throw new Crash();
				}
			}
		};
	}
}

/** Dexie wraps what a transaction throws. */
function hasCrash(error: unknown): boolean {
	if (error instanceof Crash) return true;
	return typeof error === 'object' && error !== null && 'inner' in error && hasCrash(error.inner);
}
