// The line to the server over socket.io: WebSocket first, plain HTTP where a firewall blocks it.
import { io, type Socket } from 'socket.io-client';
import type { Channel, ServerEvent } from './channel.ts';
import { TICKET_HEADER } from '../contract/index.ts';
import { Silence } from './line.ts';

const ANSWER_MS = 10_000;
/** After the server has cut the line. */
const CUT_MS = 300;
const SLOWEST_BYTES_PER_SECOND = 4_000;
/** A page of two thousand entries takes half a minute at 50 kbit/s. */
const PAGE_MS = 60_000;

/** How long an answer is waited for; a large push on a slow line is under way for long before anyone can answer it. */
function answerMs(event: string, message: unknown): number {
	if (event !== 'push' && event !== 'deliver') return ANSWER_MS;
	return ANSWER_MS + (JSON.stringify(message).length / SLOWEST_BYTES_PER_SECOND) * 1_000;
}

/** What carries the line: a WebSocket, or plain requests where a firewall lets nothing else through. */
export type Carrier = 'websocket' | 'http';

export function socketChannel(origin: string, onCarrier?: (carrier: Carrier) => void): Channel {
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
	for (const event of ['frame', 'poke', 'scopes', 'presence', 'trouble'] as const) {
		socket.on(event, (message: unknown) => handlers.get(event)?.(message));
	}
	const tell = (): void => {
		onCarrier?.(socket.io.engine.transport.name === 'websocket' ? 'websocket' : 'http');
	};
	socket.on('connect', () => {
		tell();
		socket.io.engine.on('upgrade', tell);
		handlers.get('connect')?.(undefined);
	});
	let wanted = false;
	socket.on('disconnect', (reason) => {
		handlers.get('disconnect')?.(undefined);
		// socket.io never comes back by itself to a server that has cut the line; but only who asks again learns why it was cut.
		if (reason === 'io server disconnect') setTimeout(() => wanted && socket.connect(), CUT_MS);
	});
	socket.on('connect_error', () => handlers.get('disconnect')?.(undefined));

	let ticket = '';
	return {
		lineId: () => socket.id ?? '',
		carry: (word) => {
			ticket = word ?? '';
		},
		open: () => {
			wanted = true;
			socket.connect();
		},
		close: () => {
			wanted = false;
			socket.disconnect();
		},
		reopen: () => {
			socket.disconnect().connect();
		},
		async request(event, message) {
			if (!socket.connected) throw new Silence('Not connected');
			try {
				return (await socket.timeout(answerMs(event, message)).emitWithAck(event, message)) as unknown;
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
				headers: { 'content-type': 'application/json', [TICKET_HEADER]: ticket },
				body: JSON.stringify(message),
				signal: AbortSignal.timeout(PAGE_MS)
			}).catch((error: unknown) => {
				throw new Silence('No answer to a fill', { cause: error });
			});
			const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
			// A login portal answers everything with a page of its own: that is no contact (case C19).
			if (!response.ok || !isJson) throw new Silence(`A fill was answered with ${response.status.toString()}`);
			return (await response.json().catch((error: unknown) => {
				throw new Silence('A fill broke off', { cause: error });
			})) as unknown;
		},
		on: (event, handler) => {
			handlers.set(event, handler);
		}
	};
}
