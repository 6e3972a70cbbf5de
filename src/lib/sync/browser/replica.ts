// A person's working copy on this device: what the app reads, changes and asks about the state of sync.
import { newId, refuse, systemRandom, type Result } from '#lib/kernel/index.ts';
import type { Actor, Mutator, Present, Registry, Row, Table } from '../contract/index.ts';
import { systemTimers, type Channel, type Timers } from './channel.ts';
import {
	replicaDatabase,
	type OutboxRecord,
	type RefusedRecord,
	type ReplicaDatabase,
	type RowRecord
} from './database.ts';
import type { FillProgress } from './fill.ts';
import { Leadership } from './leader.ts';
import { live } from './live.ts';
import { mutate } from './mutate.ts';
import { pushed } from './outbox.ts';
import { Presence, type Place } from './presence.ts';
import type { ReceiveSettings } from './receive.ts';
import { Records } from './records.ts';
import { clearSealer, type Sealer } from './sealer.ts';
import { Session, type Contact } from './session.ts';
import { Storage, StorageFull, type StorageState } from './storage.ts';

export interface ReplicaState {
	readonly contact: Contact;
	readonly storage: StorageState;
	/** Server time minus device time, in ms; 0 before the first contact. */
	readonly clockOffset: number;
	/** When something was last received, in server time; 0 before the first contact. */
	readonly receivedAt: number;
	/** Set while the first fill runs. */
	readonly progress: FillProgress | undefined;
	/** Others who are somewhere just now, as far as was heard. */
	readonly present: readonly Present[];
}

export interface ReplicaSettings {
	readonly name: string;
	readonly registry: Registry;
	readonly actor: Actor;
	readonly build: string;
	readonly channel: Channel;
	readonly sealer?: Sealer;
	readonly timers?: Timers;
	readonly now?: () => number;
	readonly onState: (state: ReplicaState) => void;
	/** A bug, to be logged once with its id. */
	readonly onProblem: (error: unknown) => void;
}

/** A disk that could not be opened is tried again after this. */
const OPEN_AGAIN_MS = 5_000;
/** When something was last received is written to disk this often at most. */
const REMEMBER_MS = 1_000;

const FIRST_STATE: ReplicaState = {
	contact: 'connecting',
	storage: 'well',
	clockOffset: 0,
	receivedAt: 0,
	progress: undefined,
	present: []
};

export class Replica {
	readonly #settings: ReplicaSettings;
	readonly #timers: Timers;
	/** Two doors to one database: strict durability for what a person typed, relaxed for what can be fetched again. */
	readonly #typed: ReplicaDatabase;
	readonly #fetched: ReplicaDatabase;
	readonly #records: Records;
	readonly #presence: Presence;
	readonly #storage: Storage;
	#state = FIRST_STATE;
	#session: Session | undefined;
	#remembering = false;
	#leadership: Leadership | undefined;

	constructor(settings: ReplicaSettings) {
		this.#settings = settings;
		this.#timers = settings.timers ?? systemTimers;
		this.#records = new Records(settings.sealer ?? clearSealer);
		this.#storage = new Storage({
			timers: this.#timers,
			onState: (storage) => {
				this.#change({ storage });
			}
		});
		this.#presence = new Presence({
			timers: this.#timers,
			say: (place) => {
				if (this.#session) this.#session.say(place);
				else this.#leadership?.tell({ say: place });
			},
			onChange: (present) => {
				this.#change({ present });
			}
		});
		this.#typed = replicaDatabase(settings.name, settings.registry, { durability: 'strict' });
		this.#fetched = replicaDatabase(settings.name, settings.registry, { durability: 'relaxed' });
		for (const { dexie } of [this.#typed, this.#fetched]) {
			// A newer build in another tab wants to upgrade: let it, and say so here.
			dexie.on('versionchange', () => {
				this.#storage.end('newer-build');
				this.close();
				return false;
			});
		}
		this.#openEarly();
	}

	/** The disk opens while the page is still being drawn; whoever reads first meets a failure, and it is tried again. */
	#openEarly(): void {
		this.#fetched.dexie.open().catch(() => undefined);
	}

	get state(): ReplicaState {
		return this.#state;
	}

	get actor(): Actor {
		return this.#settings.actor;
	}

	/** The device's time corrected by the last known offset, in ms. */
	now(): number {
		return (this.#settings.now ?? Date.now)() + this.#state.clockOffset;
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
			this.#change({ contact: 'no-contact' });
			return;
		}
		const id = typeof clientId === 'string' ? clientId : await this.#newClientId();
		this.#change({ clockOffset: numberOr0(clockOffset), receivedAt: numberOr0(receivedAt) });
		this.#leadership = new Leadership({
			name: `beredd:${this.#settings.name}`,
			locks: navigator.locks,
			lead: () => {
				this.#lead(id);
			},
			follow: () => {
				this.#session?.stop();
				this.#session = undefined;
			},
			heard: (message) => {
				this.#heard(message);
			}
		});
		this.#leadership.tell({ ask: true });
	}

	/** Makes a change: on disk and on screen when the promise resolves. */
	async mutate<A>(mutator: Mutator<A>, args: A): Promise<Result<void>> {
		const { storage } = this.#state;
		if (storage === 'newer-build' || storage === 'older-build') return refuse(`sync.${storage}`);
		try {
			const settings = { ...this.#receiveSettings(), db: this.#typed };
			const result = await this.#storage.run(
				this.#typed,
				() => mutate(settings, mutator, { args, at: this.now() }),
				'typed'
			);
			if (!result.ok) return result;
			this.#wake(result.value);
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

	rowOf<R extends Row>(_table: Table<R>, record: RowRecord): R {
		return this.#records.toRow(record) as R;
	}

	get database(): ReplicaDatabase {
		return this.#fetched;
	}

	/** The arguments of a waiting or refused mutation, to show and to edit. */
	argsOf(record: Pick<OutboxRecord, 'body'>): unknown {
		return this.#records.unseal(record.body);
	}

	async dismiss({ seq }: RefusedRecord): Promise<void> {
		if (this.#storage.state !== 'older-build') await this.#stored(() => this.#fetched.refused.delete(seq));
	}

	async keepDraft(key: string, text: string): Promise<void> {
		if (this.#storage.ended) return;
		await this.#storage.run(
			this.#typed,
			async () => {
				if (text === '') await this.#typed.drafts.delete(key);
				else await this.#typed.drafts.put({ key, body: this.#records.seal(text), at: this.now() });
			},
			'typed'
		);
	}

	async draft(key: string): Promise<{ text: string; at: number } | undefined> {
		const record = await this.#stored(() => this.#fetched.drafts.get(key));
		if (!record) return undefined;
		const text = this.#records.unseal(record.body);
		return typeof text === 'string' ? { text, at: record.at } : undefined;
	}

	/** Says to the others in a scope where this person is, until the returned function is called. */
	stay(place: Place): () => void {
		return this.#presence.stay(place);
	}

	/** The page is shown again, or time has jumped: is the line still alive? */
	async verifyContact(): Promise<void> {
		await this.#session?.verify();
	}

	close(): void {
		this.#storage.end();
		this.#session?.stop();
		this.#leadership?.close();
		this.#typed.dexie.close();
		this.#fetched.dexie.close();
	}

	#lead(clientId: string): void {
		const { channel, build, onProblem } = this.#settings;
		this.#session = new Session({
			...this.#receiveSettings(),
			channel,
			build,
			clientId,
			timers: this.#timers,
			stored: (work) => this.#stored(work),
			onContact: (contact) => {
				this.#change({ contact });
			},
			onClock: (residual) => {
				const clockOffset = this.#state.clockOffset + residual;
				this.#change({ clockOffset });
				this.#remember('clockOffset', clockOffset);
			},
			onReceived: () => {
				const receivedAt = this.now();
				this.#change({ receivedAt });
				this.#rememberReceived();
			},
			onProgress: (progress) => {
				this.#change({ progress });
			},
			onPresence: (message) => {
				this.#presence.hear(message);
			},
			onProblem
		});
		this.#session.start();
	}

	#heard(message: unknown): void {
		if (typeof message !== 'object' || message === null) return;
		if ('wake' in message) this.#session?.wake();
		if ('ask' in message && this.#session) this.#tellState();
		if ('say' in message) this.#session?.say(message.say as Place);
		if ('state' in message && !this.#session) this.#adopt(message.state as Partial<ReplicaState>);
	}

	#wake(record: OutboxRecord): void {
		if (this.#session) this.#session.wake(pushed(this.#records, record));
		else this.#leadership?.tell({ wake: record.seq });
	}

	#receiveSettings(): ReceiveSettings {
		const { registry, actor } = this.#settings;
		return { db: this.#fetched, registry, records: this.#records, actor, now: () => this.now() };
	}

	#isOlderThanDatabase(): boolean {
		// Dexie multiplies its versions by ten.
		return this.#fetched.dexie.backendDB().version > this.#settings.registry.schema * 10;
	}

	#stored<T>(work: () => Promise<T>): Promise<T> {
		return this.#storage.run(this.#fetched, work, 'fetched');
	}

	#remember(key: string, value: number): void {
		this.#stored(() => this.#fetched.meta.put({ key, value })).catch(this.#settings.onProblem);
	}

	/** The disk need not know it to the second: a busy exercise would write nothing else. */
	#rememberReceived(): void {
		if (this.#remembering) return;
		this.#remembering = true;
		this.#timers.after(REMEMBER_MS, () => {
			this.#remembering = false;
			if (this.#session) this.#remember('receivedAt', this.#state.receivedAt);
		});
	}

	/** Only IndexedDB holds the id: when storage is lost the id is lost with it, and no number is used twice. */
	async #newClientId(): Promise<string> {
		const clientId = newId(Date.now(), systemRandom);
		return this.#storage.run(
			this.#typed,
			() =>
				this.#typed.dexie.transaction('rw', this.#typed.meta, async () => {
					const other = (await this.#typed.meta.get('clientId'))?.value;
					if (typeof other === 'string') return other;
					await this.#typed.meta.put({ key: 'clientId', value: clientId });
					return clientId;
				}),
			'typed'
		);
	}

	#change(part: Partial<ReplicaState>): void {
		this.#adopt(part);
		if (this.#session) this.#tellState();
	}

	/** To the other tabs; each knows its own door to the disk best. */
	#tellState(): void {
		const { storage: _, ...state } = this.#state;
		this.#leadership?.tell({ state });
	}

	#adopt(part: Partial<ReplicaState>): void {
		this.#state = { ...this.#state, ...part };
		this.#settings.onState(this.#state);
	}
}

function numberOr0(value: unknown): number {
	return typeof value === 'number' ? value : 0;
}
