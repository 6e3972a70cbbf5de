// Sends what waits in the outbox, in order: little at a time at first, more and ahead of the answers while they come soon.
import { PushReply, type PushedMutation } from '../contract/index.ts';
import type { Channel } from './channel.ts';
import type { Inbox } from './inbox.ts';
import type { Line } from './line.ts';
import { cutPushes, noteCommands, waitingAfter } from './outbox.ts';
import { Pace } from './pace.ts';
import type { ReceiveSettings } from './receive.ts';

export interface SenderSettings extends ReceiveSettings {
	readonly line: Line;
	readonly inbox: Inbox;
	readonly channel: Channel;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Mutations read from the outbox in one go; between pushes the disk is busy with what has come back. */
const READ_AT_ONCE = 1_000;

export class Sender {
	readonly #settings: SenderSettings;
	readonly #pace = new Pace();
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
		let answered = true;
		let waiting: PushedMutation[] = [];
		while (answered && number === line.number) {
			this.#pumpAgain = false;
			if (waiting.length === 0) {
				waiting = await stored(() => waitingAfter(db, records, { seq: this.#sentTo, limit: READ_AT_ONCE }));
				if (waiting.length === 0) return;
			}
			const pushes = cutPushes(waiting, this.#pace);
			const epoch = line.welcome?.epoch ?? '';
			await stored(() => noteCommands(db, registry, { pushes, epoch }));
			if (number !== line.number) return;
			this.#sentTo = pushes.at(-1)?.at(-1)?.seq ?? this.#sentTo;
			const answers = await Promise.all(pushes.map((mutations) => this.#push(mutations, number)));
			// What went unanswered is sent again after a pause; sending on past it would leave it behind.
			answered = answers.every(Boolean);
		}
	}

	#isWokenAgain(): boolean {
		return this.#pumpAgain;
	}

	/** True when the server answered. */
	async #push(mutations: readonly PushedMutation[], number: number): Promise<boolean> {
		const { channel, line, inbox, now } = this.#settings;
		const sent = now();
		try {
			const reply = PushReply.parse(await channel.request('push', { mutations }));
			if (number !== line.number) return false;
			line.steady();
			this.#pace.answered(now() - sent);
			if (reply.expected !== undefined) this.#sendAgainFrom(reply.expected);
			inbox.judged(reply.verdicts);
			return reply.expected === undefined;
		} catch (error) {
			if (number !== line.number) return false;
			this.#pace.silent();
			const [first] = mutations;
			if (first) this.#sendAgainFrom(first.seq);
			line.tell(error);
			return false;
		}
	}

	#sendAgainFrom(seq: number): void {
		this.#sentTo = Math.min(this.#sentTo, seq - 1);
		this.#settings.line.afterPause('retry', () => void this.pump());
	}
}
