// The line to the server over socket.io: WebSocket first, plain HTTP where a firewall blocks it.
import { io, type Socket } from 'socket.io-client';
import type { Channel, ServerEvent } from './channel.ts';
import { Silence } from './line.ts';

const ANSWER_MS = 10_000;

export function socketChannel(origin: string): Channel {
	const socket: Socket = io(origin, {
		path: '/rt',
		transports: ['websocket', 'polling'],
		tryAllTransports: true,
		autoConnect: false,
		reconnectionDelay: 300,
		reconnectionDelayMax: 5_000,
		randomizationFactor: 0.5,
		timeout: 5_000,
		// What is not sent now is in the outbox: socket.io must not keep and repeat it (case C09).
		retries: 0
	});
	const handlers = new Map<ServerEvent, (message: unknown) => void>();
	for (const event of ['frame', 'poke', 'scopes', 'presence'] as const) {
		socket.on(event, (message: unknown) => handlers.get(event)?.(message));
	}
	socket.on('connect', () => handlers.get('connect')?.(undefined));
	socket.on('disconnect', () => handlers.get('disconnect')?.(undefined));
	socket.on('connect_error', () => handlers.get('disconnect')?.(undefined));

	return {
		open: () => {
			socket.connect();
		},
		close: () => {
			socket.disconnect();
		},
		reopen: () => {
			socket.disconnect().connect();
		},
		async request(event, message) {
			if (!socket.connected) throw new Silence('Not connected');
			try {
				return (await socket.timeout(ANSWER_MS).emitWithAck(event, message)) as unknown;
			} catch (error) {
				throw new Silence(`No answer to ${event}`, { cause: error });
			}
		},
		hint: (event, message) => {
			socket.volatile.emit(event, message);
		},
		async page(message) {
			const response = await fetch('/sync/fill', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(message)
			}).catch((error: unknown) => {
				throw new Silence('No answer to a fill', { cause: error });
			});
			const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
			// A login portal answers everything with a page of its own: that is no contact (case C19).
			if (!response.ok || !isJson) throw new Silence(`A fill was answered with ${response.status.toString()}`);
			return (await response.json()) as unknown;
		},
		on: (event, handler) => {
			handlers.set(event, handler);
		}
	};
}
