// A person's working copy on this device: what the app reads, changes and asks about the state of sync.
import { refuse, type Result } from '#lib/kernel/index.ts';
import type { Actor, Claim, Mutator, Registry, Row, Table, Welcome } from '../contract/index.ts';
import { systemTimers, type Channel, type Timers } from './channel.ts';
import { makeClientId } from './client-id.ts';
import {
	replicaDatabase,
	type OutboxRecord,
	type RefusedRecord,
	type ReplicaDatabase,
	type RowRecord
} from './database.ts';
import { Drafts } from './drafts.ts';
import { Envelopes } from './envelopes.ts';
import { live } from './live.ts';
import { mutate } from './mutate.ts';
import type { OtherReplica } from './other-replicas.ts';
import type { Place } from './presence.ts';
import type { ReceiveSettings } from './receive.ts';
import { Records } from './records.ts';
import type { ReplicaState } from './replica-state.ts';
import { clearSealer, type Sealer } from './sealer.ts';
import { Storage, StorageFull } from './storage.ts';
import { Tabs } from './tabs.ts';

export interface ReplicaSettings {
	readonly name: string;
	readonly registry: Registry;
	readonly actor: Actor;
	readonly build: string;
	readonly channel: Channel;
	readonly sealer?: Sealer;
	readonly timers?: Timers;
	readonly now?: () => number;
	/** Who speaks on a line; a replica without it speaks as its device. */
	readonly claim?: (lineId: string, clientId: string) => Promise<Claim>;
	/** Other people's replicas on this device: what they could not send is delivered over this one's line. */
	readonly others?: () => Promise<readonly OtherReplica[]>;
	/** The server has greeted the person in this tab: until when they need no contact, and more. */
	readonly onWelcome?: (welcome: Welcome) => void;
	readonly onState: (state: ReplicaState) => void;
	/** A bug, to be logged once with its id. */
	readonly onProblem: (error: unknown) => void;
}

/** A disk that could not be opened is tried again after this. */
const OPEN_AGAIN_MS = 5_000;

export class Replica {
	/** What its person has begun to write. */
	readonly drafts: Drafts;
	readonly #settings: ReplicaSettings;
	/** One object for all who hold it; its rights change when the server says so. */
	readonly #actor: { -readonly [Key in keyof Actor]: Actor[Key] };
	readonly #timers: Timers;
	/** Two doors to one database: strict durability for what a person typed, relaxed for what can be fetched again. */
	readonly #typed: ReplicaDatabase;
	readonly #fetched: ReplicaDatabase;
	readonly #sealer: Sealer;
	readonly #records: Records;
	readonly #storage: Storage;
	readonly #tabs: Tabs;
	#envelopes: Envelopes | undefined;

	constructor(settings: ReplicaSettings) {
		this.#settings = settings;
		this.#actor = { ...settings.actor };
		this.#timers = settings.timers ?? systemTimers;
		this.#sealer = settings.sealer ?? clearSealer;
		this.#records = new Records(this.#sealer);
		this.#storage = new Storage({
			timers: this.#timers,
			onState: (storage) => {
				this.#tabs.change({ storage });
			}
		});
		this.#typed = replicaDatabase(settings.name, settings.registry, { durability: 'strict' });
		this.#fetched = replicaDatabase(settings.name, settings.registry, { durability: 'relaxed' });
		this.drafts = new Drafts({
			typed: this.#typed,
			fetched: this.#fetched,
			records: this.#records,
			storage: this.#storage,
			now: () => this.now()
		});
		for (const { dexie } of [this.#typed, this.#fetched]) {
			// A newer build in another tab wants to upgrade: let it, and say so here.
			dexie.on('versionchange', () => {
				this.#storage.end('newer-build');
				this.close();
				return false;
			});
		}
		this.#tabs = new Tabs({
			...settings,
			timers: this.#timers,
			claim: settings.claim ?? (() => Promise.resolve({})),
			onWelcome: (welcome) => {
				settings.onWelcome?.(welcome);
			},
			onState: (state) => {
				// Every tab hears of it, whichever of them leads.
				if (state.rights) this.#actor.rights = state.rights;
				settings.onState(state);
			},
			fetched: this.#fetched,
			receiving: () => this.#receiveSettings(),
			stored: (work) => this.#stored(work),
			now: () => this.now()
		});
		this.#openEarly();
	}

	/** The disk opens while the page is still being drawn; whoever reads first meets a failure, and it is tried again. */
	#openEarly(): void {
		this.#fetched.dexie.open().catch(() => undefined);
	}

	get state(): ReplicaState {
		return this.#tabs.state;
	}

	get actor(): Actor {
		return this.#actor;
	}

	/** The device's time corrected by the last known offset, in ms. */
	now(): number {
		return (this.#settings.now ?? Date.now)() + this.#tabs.state.clockOffset;
	}

	/** Reads what the disk remembers, then stands for the lead among the tabs; a disk that fails is tried again. */
	async open(): Promise<void> {
		try {
			await this.#begin();
		} catch (error) {
			if (this.#storage.ended) return;
			this.#settings.onProblem(error);
			this.#timers.after(OPEN_AGAIN_MS, () => void this.open());
		}
	}

	async #begin(): Promise<void> {
		const remembered = await this.#stored(() => this.#fetched.meta.bulkGet(['clientId', 'clockOffset', 'receivedAt']));
		const [clientId, clockOffset, receivedAt] = remembered.map((entry) => entry?.value);
		if (this.#isOlderThanDatabase()) {
			// Rolled back (promise R18): what a newer build has written here is for that build to send.
			this.#storage.end('older-build');
			this.#tabs.change({ contact: 'no-contact' });
			return;
		}
		this.#tabs.change({ clockOffset: numberOr0(clockOffset), receivedAt: numberOr0(receivedAt) });
		const made = (): Promise<string> => this.#storage.run(this.#typed, () => makeClientId(this.#typed), 'typed');
		this.#tabs.open(typeof clientId === 'string' ? clientId : await made());
	}

	/** Makes a change: on disk and on screen when the promise resolves. */
	async mutate<A>(mutator: Mutator<A>, args: A): Promise<Result<void>> {
		const { storage } = this.state;
		if (storage === 'newer-build' || storage === 'older-build') return refuse(`sync.${storage}`);
		try {
			const settings = { ...this.#receiveSettings(), db: this.#typed };
			const result = await this.#storage.run(
				this.#typed,
				async () => {
					this.#envelopes ??= new Envelopes(this.#sealer, await makeClientId(this.#typed));
					return mutate({ ...settings, envelopes: this.#envelopes }, mutator, { args, at: this.now() });
				},
				'typed'
			);
			if (!result.ok) return result;
			this.#tabs.wake(result.value);
			return { ok: true, value: undefined };
		} catch (error) {
			// The person is told, and tries again with the text still there.
			if (error instanceof StorageFull) return refuse('sync.storage-full');
			throw error;
		}
	}

	/** Runs `query` now and after each change of `tables`. Returns the function that ends it. */
	live<T>(tables: readonly string[], query: () => Promise<T>, onValue: (value: T) => void): () => void {
		const settings = { database: this.#settings.name, tables, timers: this.#timers };
		const onError = (error: unknown): void => {
			if (!this.#storage.ended) this.#settings.onProblem(error);
		};
		return live(settings, () => this.#stored(query), { onValue, onError });
	}

	/** The indexed records of a table, to query as Dexie does; `rowOf` opens them. */
	table(name: string): ReturnType<ReplicaDatabase['rows']> {
		return this.#fetched.rows(name);
	}

	rowOf<R extends Row>(table: Table<R>, record: RowRecord): R {
		return this.#records.toRow(table, record) as R;
	}

	get database(): ReplicaDatabase {
		return this.#fetched;
	}

	/** The arguments of a waiting or refused mutation, to show and to edit. */
	argsOf(mutation: Omit<OutboxRecord, 'touched'>): unknown {
		return this.#records.argsOf(mutation);
	}

	async dismiss({ seq }: RefusedRecord): Promise<void> {
		if (this.#storage.state !== 'older-build') await this.#stored(() => this.#fetched.refused.delete(seq));
	}

	/** Says to the others in a scope where this person is, until the returned function is called. */
	stay(place: Place): () => void {
		return this.#tabs.stay(place);
	}

	/** The page is shown again, or time has jumped: is the line still alive? */
	async verifyContact(): Promise<void> {
		await this.#tabs.verify();
	}

	close(): void {
		this.#storage.end();
		this.#tabs.close();
		this.#typed.dexie.close();
		this.#fetched.dexie.close();
	}

	#receiveSettings(): ReceiveSettings {
		const { registry } = this.#settings;
		return { db: this.#fetched, registry, records: this.#records, actor: this.#actor, now: () => this.now() };
	}

	#isOlderThanDatabase(): boolean {
		// Dexie multiplies its versions by ten.
		return this.#fetched.dexie.backendDB().version > this.#settings.registry.schema * 10;
	}

	#stored<T>(work: () => Promise<T>): Promise<T> {
		return this.#storage.run(this.#fetched, work, 'fetched');
	}
}

function numberOr0(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}
