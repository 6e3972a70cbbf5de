// The tabs of one replica: the one that leads talks with the server, the others hear from it how that goes.
import type { Claim, Welcome } from '../contract/index.ts';
import type { Channel, Timers } from './channel.ts';
import type { OutboxRecord, ReplicaDatabase } from './database.ts';
import { Leadership } from './leader.ts';
import type { OtherReplica } from './other-replicas.ts';
import { pushed } from './outbox.ts';
import { Presence, type Place } from './presence.ts';
import type { ReceiveSettings } from './receive.ts';
import { FIRST_STATE, type ReplicaState } from './replica-state.ts';
import { Session } from './session.ts';

export interface TabsSettings {
	readonly name: string;
	readonly build: string;
	readonly channel: Channel;
	readonly timers: Timers;
	/** What the replica takes in is written by this door. */
	readonly fetched: ReplicaDatabase;
	readonly receiving: () => ReceiveSettings;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
	/** The device's time corrected by the last known offset, in ms. */
	readonly now: () => number;
	readonly claim: (lineId: string, clientId: string) => Promise<Claim>;
	readonly onWelcome: (welcome: Welcome) => void;
	readonly others?: () => Promise<readonly OtherReplica[]>;
	readonly onState: (state: ReplicaState) => void;
	readonly onProblem: (error: unknown) => void;
}

/** When something was last received is written to disk this often at most. */
const REMEMBER_MS = 1_000;

export class Tabs {
	readonly #settings: TabsSettings;
	readonly #presence: Presence;
	#state = FIRST_STATE;
	#session: Session | undefined;
	#leadership: Leadership | undefined;
	#remembering = false;
	#remembered = false;

	constructor(settings: TabsSettings) {
		this.#settings = settings;
		this.#presence = new Presence({
			timers: settings.timers,
			say: (place) => {
				if (this.#session) this.#session.say(place);
				else this.#leadership?.tell({ say: place });
			},
			onChange: (present) => {
				this.change({ present });
			}
		});
	}

	get state(): ReplicaState {
		return this.#state;
	}

	/** Stands for the lead. */
	open(clientId: string): void {
		this.#leadership = new Leadership({
			name: `beredd:${this.#settings.name}`,
			locks: navigator.locks,
			lead: () => {
				this.#lead(clientId);
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

	/** Something new waits in the outbox. */
	wake(record: OutboxRecord): void {
		if (this.#session) this.#session.wake(pushed(this.#settings.receiving().records, record));
		else this.#leadership?.tell({ wake: record.seq });
	}

	/** Says to the others in a scope where this person is, until the returned function is called. */
	stay(place: Place): () => void {
		return this.#presence.stay(place);
	}

	/** The page is shown again, or time has jumped: is the line still alive? */
	async verify(): Promise<void> {
		await this.#session?.verify();
	}

	change(part: Partial<ReplicaState>): void {
		this.#adopt(part);
		if (this.#session) this.#tellState();
	}

	close(): void {
		this.#session?.stop();
		// What was to be noted in a moment is not: the disk is being closed.
		this.#session = undefined;
		this.#leadership?.close();
	}

	#lead(clientId: string): void {
		const { build, channel, timers, receiving, stored, now, claim, others, onWelcome, onProblem } = this.#settings;
		this.#session = new Session({
			...receiving(),
			channel,
			build,
			clientId,
			timers,
			stored,
			...(others ? { others } : {}),
			claim: (lineId) => claim(lineId, clientId),
			onWelcome: (welcome) => {
				this.change({ rights: welcome.actor.rights, trouble: welcome.trouble ?? [], ticket: welcome.ticket });
				onWelcome(welcome);
			},
			onTrouble: (trouble) => {
				this.change({ trouble });
			},
			onRights: (rights) => {
				this.change({ rights });
			},
			onContact: (contact) => {
				this.change(contact === 'online' ? { contact } : { contact, ticket: undefined });
			},
			onClock: (residual) => {
				const clockOffset = this.#state.clockOffset + residual;
				this.change({ clockOffset });
				this.#remember('clockOffset', clockOffset);
			},
			onReceived: () => {
				this.change({ receivedAt: now() });
				this.#rememberReceived();
			},
			onProgress: (progress) => {
				this.change({ progress });
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

	/** To the other tabs; each knows its own door to the disk best. */
	#tellState(): void {
		const { storage: _, ...state } = this.#state;
		this.#leadership?.tell({ state });
	}

	#adopt(part: Partial<ReplicaState>): void {
		this.#state = { ...this.#state, ...part };
		this.#settings.onState(this.#state);
	}

	/** The disk need not know it to the second: a busy exercise would write nothing else. */
	#rememberReceived(): void {
		if (this.#remembering) return;
		this.#remembering = true;
		// The first at once: a device that is cut off right after it must know that it has something, and of when.
		if (!this.#remembered) this.#remember('receivedAt', this.#state.receivedAt);
		this.#remembered = true;
		this.#settings.timers.after(REMEMBER_MS, () => {
			this.#remembering = false;
			if (this.#session) this.#remember('receivedAt', this.#state.receivedAt);
		});
	}

	#remember(key: string, value: number): void {
		const { stored, fetched, onProblem } = this.#settings;
		stored(() => fetched.meta.put({ key, value })).catch(onProblem);
	}
}
