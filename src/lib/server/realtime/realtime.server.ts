// Devices on their sockets: who is connected, in which scopes, and what each of them is told.
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type * as z from 'zod/mini';
import {
	Enrol,
	Hello,
	OLDEST_PROTOCOL,
	Presence,
	PROTOCOL,
	Pull,
	Push,
	type Actor,
	type Enrolled,
	type Frame,
	type HelloReply,
	type PullReply,
	type PushReply,
	type ScopeId
} from '#lib/sync/contract/index.ts';
import { pull, type Authority, type Store } from '#lib/sync/authority/index.ts';

export interface RealtimeSettings {
	readonly store: Store;
	readonly authority: Authority;
	readonly now: () => number;
	readonly mayRead: (actor: Actor, scope: ScopeId) => boolean;
	readonly reportBug: (error: unknown, where: string) => string;
}

interface Connected {
	readonly clientId: string;
	readonly actor: Actor;
}

type Reply = (answer: unknown) => void;

/** Frames with more rows than this are not sent: devices are told to pull, page by page. */
const FRAME_ROWS_MAX = 500;

const room = (scope: ScopeId): string => `scope:${scope}`;

export class Realtime {
	readonly #settings: RealtimeSettings;
	readonly #connected = new Map<Socket, Connected>();
	#io: Server | undefined;

	constructor(settings: RealtimeSettings) {
		this.#settings = settings;
	}

	get devices(): number {
		return this.#connected.size;
	}

	attach(http: HttpServer): void {
		this.#io = new Server(http, {
			path: '/rt',
			serveClient: false,
			transports: ['websocket', 'polling'],
			perMessageDeflate: false,
			// A dead line is noticed within 18 s; the defaults take 45.
			pingInterval: 10_000,
			pingTimeout: 8_000,
			maxHttpBufferSize: 1_000_000,
			allowRequest: (request, decide) => {
				const { origin, host } = request.headers;
				decide(null, origin === undefined || new URL(origin).host === host);
			}
		});
		this.#io.on('connection', (socket) => {
			this.#welcome(socket);
		});
	}

	/** Hands each scope its frame; scopes that have begun in this commit are joined first. */
	deliver(frames: readonly Frame[]): void {
		const begun = frames.filter(({ from }) => from === 0).map(({ scope }) => scope);
		if (begun.length > 0) this.#joinBegun(begun);
		for (const frame of frames) {
			const target = this.#io?.to(room(frame.scope));
			if (frame.rows.length + frame.tombstones.length > FRAME_ROWS_MAX) target?.emit('poke');
			else target?.emit('frame', frame);
		}
	}

	async close(): Promise<void> {
		await this.#io?.close();
	}

	#joinBegun(begun: readonly ScopeId[]): void {
		for (const [socket, { actor }] of this.#connected) {
			const seen = begun.filter((scope) => this.#settings.mayRead(actor, scope));
			for (const scope of seen) void socket.join(room(scope));
		}
	}

	#welcome(socket: Socket): void {
		socket.on('disconnect', () => this.#connected.delete(socket));
		this.#handle(socket, 'enrol', Enrol, (message) => this.#enrol(message));
		this.#handle(socket, 'hello', Hello, (message) => this.#hello(socket, message));
		this.#handle(socket, 'push', Push, ({ mutations }, reply) => {
			const sender = this.#connected.get(socket);
			if (!sender) return undefined;
			this.#settings.authority.judge(sender, mutations, (answer: PushReply | undefined) => {
				if (answer) reply(answer);
			});
			return undefined;
		});
		this.#handle(socket, 'pull', Pull, ({ cursors }) => this.#pull(socket, cursors));
		socket.on('presence', (message: unknown) => {
			const parsed = Presence.safeParse(message);
			const sender = this.#connected.get(socket);
			if (!parsed.success || !sender || !socket.rooms.has(room(parsed.data.scope))) return;
			const { name, role } = sender.actor;
			socket.to(room(parsed.data.scope)).volatile.emit('presence', { ...parsed.data, name, role });
		});
	}

	/** Checks the message, answers with what `run` returns, and logs a bug once: an answer that does not come is tried again. */
	#handle<M>(
		socket: Socket,
		event: string,
		schema: z.ZodMiniType<M>,
		run: (message: M, reply: Reply) => Promise<object | undefined> | undefined
	): void {
		socket.on(event, (message: unknown, reply: unknown) => {
			if (typeof reply !== 'function') return;
			const parsed = schema.safeParse(message);
			if (!parsed.success) {
				(reply as Reply)({ kind: 'bad-message' });
				return;
			}
			const answering = run(parsed.data, reply as Reply);
			answering
				?.then((answer) => {
					if (answer) (reply as Reply)(answer);
				})
				.catch((error: unknown) => this.#settings.reportBug(error, event));
		});
	}

	async #enrol({ clientId, personId, name, role }: z.infer<typeof Enrol>): Promise<z.infer<typeof Enrolled>> {
		const known = await this.#settings.store.device(clientId);
		const actor = known?.actor ?? { personId, name, role };
		if (!known) await this.#settings.store.enrol({ clientId, actor, lastSeq: 0 }, this.#settings.now());
		return { actor };
	}

	async #hello(socket: Socket, { protocol, clientId }: Hello): Promise<HelloReply> {
		if (protocol < OLDEST_PROTOCOL || protocol > PROTOCOL) return { kind: 'upgrade-needed' };
		const { store, mayRead, now } = this.#settings;
		const device = await store.device(clientId);
		if (!device) return { kind: 'unknown-device' };
		const { actor, lastSeq } = device;
		this.#connected.set(socket, { clientId, actor });
		const scopes = [...(await store.versions()).keys()].filter((scope) => mayRead(actor, scope));
		await socket.join(scopes.map(room));
		return { kind: 'welcome', actor, scopes, epoch: store.epoch, serverTime: now(), lastSeq, revoked: [] };
	}

	async #pull(
		socket: Socket,
		cursors: Readonly<Record<ScopeId, number>>
	): Promise<z.infer<typeof PullReply> | undefined> {
		const sender = this.#connected.get(socket);
		if (!sender) return undefined;
		return pull(this.#settings.store, cursors, (scope) => this.#settings.mayRead(sender.actor, scope));
	}
}
