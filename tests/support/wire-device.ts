// A device reduced to its line: speaks the protocol over a real socket, and remembers what it was told.
import { io, type Socket } from 'socket.io-client';
import {
	HelloReply,
	PROTOCOL,
	PullReply,
	PushReply,
	type Claim,
	type Frame,
	type PushedMutation,
	type Welcome
} from '#lib/sync/contract/index.ts';
import { administrator, type SignedIn } from './staff.ts';

/** Longer than any answer takes on a busy machine: no test waits for it to pass. */
const ANSWER_MS = 30_000;

export class WireDevice {
	readonly clientId: string;
	readonly frames: Frame[] = [];
	/** Mutations acknowledged without a refusal, by the id of what they wrote. */
	readonly acknowledged: string[] = [];
	/** How often the line was made. */
	connections = 0;
	readonly #socket: Socket;
	#lastSeq = 0;

	readonly #person: SignedIn;
	/** The line's word for questions over HTTP. */
	ticket: string | undefined;

	constructor(url: string, clientId: string, person: SignedIn) {
		this.clientId = clientId;
		this.#person = person;
		this.#socket = io(url, {
			path: '/rt',
			transports: ['websocket'],
			forceNew: true,
			extraHeaders: { cookie: person.cookie },
			autoConnect: false,
			reconnectionDelay: 300,
			reconnectionDelayMax: 1_000
		});
		this.#socket.on('connect', () => (this.connections += 1));
		this.#socket.on('frame', (frame: Frame) => this.frames.push(frame));
	}

	/** A device that is enrolled and greeted, and goes on where the server has last judged it. */
	static async meet(url: string, clientId: string, person?: SignedIn): Promise<WireDevice> {
		const device = new WireDevice(url, clientId, person ?? (await administrator(url)));
		await device.connect();
		await device.ask('enrol', { clientId, ...device.#claim() });
		await device.greet();
		return device;
	}

	/** Resolves when the line is there, now or as soon as the server is. */
	async connect(): Promise<void> {
		if (this.#socket.connected) return;
		const connected = new Promise<void>((resolve) => this.#socket.once('connect', resolve));
		// A second request for a line that is just being made would make the server drop it.
		if (!this.#socket.active) this.#socket.connect();
		await connected;
	}

	async greet(): Promise<Welcome> {
		const hello = {
			protocol: PROTOCOL,
			build: 'test',
			clientId: this.clientId,
			epoch: null,
			lastSeq: this.#lastSeq,
			...this.#claim()
		};
		const reply = HelloReply.parse(await this.ask('hello', hello));
		if (reply.kind !== 'welcome') throw new Error(`Not welcome: ${reply.kind}`);
		this.#lastSeq = Math.max(this.#lastSeq, reply.lastSeq);
		this.ticket = reply.ticket;
		return reply;
	}

	#claim(): Claim {
		return this.#person.claim(this.#socket.id ?? '', this.clientId);
	}

	/** One message and its answer; rejects when none comes in `withinMs` or the line breaks. */
	ask(event: string, message: unknown, withinMs = ANSWER_MS): Promise<unknown> {
		return this.#socket.timeout(withinMs).emitWithAck(event, message) as Promise<unknown>;
	}

	/** Says something that is not answered. */
	hint(event: string, message: unknown): void {
		this.#socket.emit(event, message);
	}

	/** What others are said to be doing, from now on. */
	hints(): unknown[] {
		const heard: unknown[] = [];
		this.#socket.on('presence', (message: unknown) => heard.push(message));
		return heard;
	}

	/** The next thing this device does: an entry in the log of a flood. */
	entry(text: string): PushedMutation {
		this.#lastSeq += 1;
		const entryId = `entry-${this.clientId}-${this.#lastSeq}`;
		const args = { entryId, incidentId: 'flood', text, happenedAt: 1_000 };
		return { seq: this.#lastSeq, name: 'journal.add', args, at: 1_000 };
	}

	/** The flood itself, in whose log the entries stand. */
	start(title: string): PushedMutation {
		this.#lastSeq += 1;
		const args = { incidentId: 'flood', kind: 'incident', title };
		return { seq: this.#lastSeq, name: 'incident.start', args, at: 1_000 };
	}

	async push(mutations: readonly PushedMutation[], withinMs = ANSWER_MS): Promise<PushReply> {
		const reply = PushReply.parse(await this.ask('push', { mutations }, withinMs));
		const accepted = new Set(reply.verdicts.filter(({ refused }) => refused === undefined).map(({ seq }) => seq));
		for (const { seq, args } of mutations) {
			const { entryId } = args as { entryId?: string };
			if (accepted.has(seq) && entryId !== undefined) this.acknowledged.push(entryId);
		}
		return reply;
	}

	/** Does one thing and waits until it is accepted; throws where it is refused. */
	async do(name: string, args: object): Promise<void> {
		this.#lastSeq += 1;
		const { verdicts } = await this.push([{ seq: this.#lastSeq, name, args, at: Date.now() }]);
		const [verdict] = verdicts;
		if (!verdict || verdict.refused !== undefined) throw new Error(`${name} was refused: ${verdict?.refused ?? '–'}`);
	}

	/** The ids of all rows of a scope, pulled page by page. */
	async rowsOf(scope = 'incident:flood'): Promise<string[]> {
		const ids: string[] = [];
		for (let cursor = 0, more = true; more;) {
			const page = PullReply.parse(await this.ask('pull', { cursors: { [scope]: cursor } }));
			for (const { rows, to } of page.frames) {
				ids.push(...rows.map(({ id }) => id));
				cursor = to;
			}
			({ more } = page);
		}
		return ids;
	}

	close(): void {
		this.#socket.disconnect();
	}
}
