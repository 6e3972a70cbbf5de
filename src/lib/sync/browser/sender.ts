// Sends what waits in the outbox, in order, some pushes ahead of their answers.
import { PushReply, type PushedMutation } from '../contract/index.ts';
import type { Channel } from './channel.ts';
import type { Inbox } from './inbox.ts';
import type { Line } from './line.ts';
import { noteCommands, pushesAfter } from './outbox.ts';
import type { ReceiveSettings } from './receive.ts';

/** Pushes under way at once: a long outbox does not wait for each answer. */
const PUSHES_AHEAD = 4;

export interface SenderSettings extends ReceiveSettings {
	readonly line: Line;
	readonly inbox: Inbox;
	readonly channel: Channel;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
}

export class Sender {
	readonly #settings: SenderSettings;
	#sentTo = 0;
	#pumping = false;
	#pumpAgain = false;

	constructor(settings: SenderSettings) {
		this.#settings = settings;
	}

	/** Something new waits: it goes straight from memory when nothing else waits, else in order from the outbox. */
	wake(fresh?: PushedMutation): void {
		const { line } = this.#settings;
		if (fresh && !this.#pumping && fresh.seq === this.#sentTo + 1 && fresh.expiresAt === undefined) {
			this.#sentTo = fresh.seq;
			void this.#push([fresh], line.number);
		} else void this.pump();
	}

	/** On a new line everything that has no verdict is sent again. */
	async startOver(): Promise<void> {
		this.#sentTo = 0;
		await this.pump();
	}

	async pump(): Promise<void> {
		if (this.#pumping) {
			this.#pumpAgain = true;
			return;
		}
		this.#pumping = true;
		const { line } = this.#settings;
		await line.guarded(() => this.#sendAll());
		this.#pumping = false;
		if (this.#isWokenAgain() && line.welcome) void this.pump();
	}

	async #sendAll(): Promise<void> {
		const { db, records, registry, stored, line } = this.#settings;
		const { number } = line;
		do {
			this.#pumpAgain = false;
			const pushes = await stored(() => pushesAfter(db, records, this.#sentTo));
			const epoch = line.welcome?.epoch ?? '';
			await stored(() => noteCommands(db, registry, { pushes, epoch }));
			for (let ahead = 0; ahead < pushes.length && number === line.number; ahead += PUSHES_AHEAD) {
				const sending = pushes.slice(ahead, ahead + PUSHES_AHEAD);
				this.#sentTo = sending.at(-1)?.at(-1)?.seq ?? this.#sentTo;
				await Promise.all(sending.map((mutations) => this.#push(mutations, number)));
			}
		} while (this.#isWokenAgain() && number === line.number);
	}

	#isWokenAgain(): boolean {
		return this.#pumpAgain;
	}

	async #push(mutations: readonly PushedMutation[], number: number): Promise<void> {
		const { channel, line, inbox } = this.#settings;
		try {
			const reply = PushReply.parse(await channel.request('push', { mutations }));
			if (number !== line.number) return;
			line.steady();
			if (reply.expected !== undefined) this.#sendAgainFrom(reply.expected);
			inbox.judged(reply.verdicts);
		} catch (error) {
			if (number !== line.number) return;
			const [first] = mutations;
			if (first) this.#sendAgainFrom(first.seq);
			line.tell(error);
		}
	}

	#sendAgainFrom(seq: number): void {
		this.#sentTo = Math.min(this.#sentTo, seq - 1);
		this.#settings.line.afterPause('retry', () => void this.pump());
	}
}
