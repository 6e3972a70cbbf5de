// Devices on their sockets: socket.io carries what the desk and the devices say to each other.
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { isKnownHost, isOwnPage } from '../http/known-host.server.ts';
import type { Desk, DeskSettings, Line } from '#lib/sync/authority/index.ts';

const EVENTS = ['enrol', 'hello', 'push', 'pull', 'deliver', 'presence'];

const room = (scope: string): string => `scope:${scope}`;

export class Realtime {
	readonly #origin: string;
	#io: Server | undefined;

	/** `origin` is the server's public address. */
	constructor(origin: string) {
		this.#origin = origin;
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
			allowRequest: ({ headers: { origin, host } }, decide) => {
				decide(null, isKnownHost(host, this.#origin) && isOwnPage(origin, host, this.#origin));
			}
		});
		this.#io.on('connection', (socket) => {
			const line = lineOf(socket);
			socket.on('disconnect', () => {
				desk.left(line);
			});
			for (const event of EVENTS) {
				socket.on(event, (message: unknown, reply: unknown) => {
					desk.handle(line, event, message, isReply(reply) ? reply : () => undefined);
				});
			}
		});
	}

	/** socket.io serialises a message once for all sockets of a room. */
	readonly toScope: DeskSettings['toScope'] = (scope, event, message) => {
		this.#io?.to(room(scope)).emit(event, message);
	};

	async close(): Promise<void> {
		await this.#io?.close();
	}
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
