// Devices on their sockets: socket.io carries what the desk and the devices say to each other.
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { Desk, DeskSettings, Line } from '#lib/sync/authority/index.ts';
import { addressKey } from '../audit/network.server.ts';
import { clientAddress } from '../http/client-address.server.ts';
import { isKnownHost, isOwnPage } from '../http/known-host.server.ts';
import type { RateLimits } from '../http/rate-limits.server.ts';
import { Allowance } from './allowance.server.ts';

const EVENTS = ['enrol', 'hello', 'push', 'pull', 'deliver', 'presence'] as const;

export interface RealtimeSettings {
	/** The server's public address. */
	readonly origin: string;
	/** Proxies in front whose word on the client's address is believed. */
	readonly hops: number;
	readonly limits: Pick<RateLimits, 'take'>;
	readonly now: () => number;
	readonly reportBug: (error: unknown, where: string) => string;
}

const room = (scope: string): string => `scope:${scope}`;

export class Realtime {
	readonly #settings: RealtimeSettings;
	#io: Server | undefined;

	constructor(settings: RealtimeSettings) {
		this.#settings = settings;
	}

	attach(http: HttpServer, desk: Desk): void {
		this.#io = new Server(http, {
			path: '/rt',
			serveClient: false,
			transports: ['websocket', 'polling'],
			perMessageDeflate: false,
			// A dead line is noticed within 24 s; the defaults take 45. A push on its way up holds up the answer to a ping.
			pingInterval: 8_000,
			pingTimeout: 16_000,
			maxHttpBufferSize: 1_000_000,
			allowRequest: (request, decide) => {
				const { origin: page, host } = request.headers;
				const { origin, hops } = this.#settings;
				const own = isKnownHost(host, origin) && isOwnPage(page, host, origin);
				if (own)
					void this.#mayConnect(clientAddress(request, hops)).then((may) => {
						decide(null, may);
					});
				else decide(null, false);
			}
		});
		this.#io.on('connection', (socket) => {
			this.#meet(socket, desk);
		});
	}

	/** socket.io serialises a message once for all sockets of a room. */
	readonly toScope: DeskSettings['toScope'] = (scope, event, message) => {
		this.#io?.to(room(scope)).emit(event, message);
	};

	async close(): Promise<void> {
		await this.#io?.close();
	}

	#mayConnect(address: string | undefined): Promise<boolean> {
		return this.#settings.limits.take('socket', addressKey(address)).then(
			({ ok }) => ok,
			(error: unknown) => !this.#settings.reportBug(error, 'connect')
		);
	}

	/** Hands the desk what the device may say; a line that only talks nonsense, or floods, is ended. */
	#meet(socket: Socket, desk: Desk): void {
		const line = lineOf(socket);
		const allowance = new Allowance(this.#settings.now);
		const endWhen = (over: boolean): void => {
			if (over) socket.disconnect(true);
		};
		const heard = ({ data }: { data?: unknown }): void => {
			endWhen(!allowance.heard(lengthOf(data)));
		};
		socket.conn.on('packet', heard);
		socket.on('disconnect', () => {
			desk.left(line);
		});
		for (const event of EVENTS) {
			socket.on(event, (message: unknown, reply: unknown) => {
				if (!allowance.takes(event)) return;
				desk.handle(line, event, message, (answer) => {
					if (isReply(reply)) reply(answer);
					if (Reflect.get(answer, 'kind') === 'bad-message') endWhen(!allowance.misunderstood());
				});
			});
		}
		socket.onAny((event: unknown) => {
			if (!EVENTS.some((known) => known === event)) endWhen(!allowance.misunderstood());
		});
	}
}

/** In bytes or, for text, characters: near enough for a limit, and free to ask. */
function lengthOf(data: unknown): number {
	if (typeof data === 'string') return data.length;
	return ArrayBuffer.isView(data) || data instanceof ArrayBuffer ? data.byteLength : 0;
}

function lineOf(socket: Socket): Line {
	return {
		id: socket.id,
		cookie: socket.handshake.headers.cookie,
		end: () => {
			socket.disconnect(true);
		},
		join: (scope) => void socket.join(room(scope)),
		leave: (scope) => void socket.leave(room(scope)),
		emit: (event, message) => {
			socket.emit(event, message);
		},
		hint: (scope, event, message) => {
			socket.to(room(scope)).volatile.emit(event, message);
		}
	};
}

function isReply(value: unknown): value is (answer: object) => void {
	return typeof value === 'function';
}
