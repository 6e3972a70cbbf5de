// One device's line in a hall: asks as a device does, and keeps every word that comes down on it.
import type { Line } from '#lib/sync/authority/index.ts';
import { PROTOCOL, type Claim, type Frame, type PushedMutation, type Verdict } from '#lib/sync/contract/index.ts';
import type { Hall } from './hall.ts';

/** Ways to break a server so that a test of silence must notice. */
export type Plant = 'with-unfiltered' | 'leave-forgotten' | 'presence-unchecked';

export interface Heard {
	readonly event: string;
	readonly message: unknown;
}

/** Turns of the event loop after which a question that has no answer will not get one. */
const SILENT_TURNS = 12;

export class HallLine implements Line {
	readonly id: string;
	readonly cookie: string | undefined;
	readonly rooms = new Set<string>();
	/** Everything that came down, answers too, in its order. */
	heard: Heard[] = [];
	ended = false;
	ticket: string | undefined;
	readonly #hall: Hall;
	#seq = 0;

	constructor(hall: Hall, id: string, cookie: string | undefined) {
		this.#hall = hall;
		this.id = id;
		this.cookie = cookie;
	}

	readonly end = (): void => {
		if (this.ended) return;
		this.ended = true;
		this.rooms.clear();
		this.#hall.lines.delete(this);
		this.#hall.desk.left(this);
	};
	readonly join = (scope: string): void => {
		this.rooms.add(scope);
	};
	readonly leave = (scope: string): void => {
		if (this.#hall.plant !== 'leave-forgotten') this.rooms.delete(scope);
	};
	readonly emit = (event: string, message: unknown): void => {
		this.hear(event, event === 'frame' ? this.#hall.withOthers(message as Frame) : message);
	};
	readonly hint = (scope: string, event: string, message: unknown): void => {
		for (const line of this.#hall.lines) if (line !== this && line.rooms.has(scope)) line.hear(event, message);
	};

	hear(event: string, message: unknown): void {
		if (!this.ended) this.heard.push({ event, message });
	}

	/** One message and its answer; undefined where none comes. */
	async ask(event: string, message: unknown): Promise<unknown> {
		let answer: { is: unknown } | undefined;
		this.#hall.desk.handle(this, event, message, (said) => {
			answer = { is: said };
			this.hear(event, said);
		});
		for (let turn = 0; turn < SILENT_TURNS && !answer; turn += 1) {
			await new Promise((resolve) => setImmediate(resolve));
			if (event === 'push' || event === 'deliver') await this.#hall.authority.idle();
		}
		return answer?.is;
	}

	/** Enrols and greets; the answer to the greeting. */
	async greet(clientId: string, claim: Claim): Promise<unknown> {
		await this.ask('enrol', { clientId, ...claim });
		return this.hello(clientId, claim);
	}

	async hello(clientId: string, claim: Claim): Promise<unknown> {
		const hello = { protocol: PROTOCOL, build: 'test', clientId, epoch: null, lastSeq: 0, ...claim };
		const reply = await this.ask('hello', hello);
		const { ticket, lastSeq = 0 } = reply as { ticket?: string; lastSeq?: number };
		this.ticket = ticket;
		this.#seq = lastSeq;
		return reply;
	}

	/** Pushes deeds in their order. Returns their verdicts; undefined where nobody answers. */
	async push(deeds: readonly (readonly [name: string, args: object])[]): Promise<readonly Verdict[] | undefined> {
		const mutations = deeds.map(([name, args]): PushedMutation => {
			this.#seq += 1;
			return { seq: this.#seq, name, args, at: this.#hall.clock };
		});
		const reply = (await this.ask('push', { mutations })) as { verdicts: Verdict[] } | undefined;
		return reply?.verdicts;
	}
}
