// A network that can be cut: a TCP relay in front of the server. `setOffline` leaves open WebSockets open; this does not.
import { connect, createServer, type Server, type Socket } from 'node:net';

/** `filtered` lets plain requests through and no WebSocket, as a strict firewall does; `portal` answers everything with a login page, as a hotel's network does; `hole` takes everything and says nothing. */
export type NetworkState = 'whole' | 'filtered' | 'cut' | 'hole' | 'portal';

const PORTAL = '<!doctype html><title>Wifi</title><h1>Logga in</h1>';
const PORTAL_ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${PORTAL.length}\r\nconnection: close\r\n\r\n${PORTAL}`;

export class Network {
	readonly #target: number;
	readonly #server: Server;
	readonly #open = new Set<Socket>();
	#state: NetworkState = 'whole';
	/** Bytes per second in each direction; undefined for as fast as it goes. */
	bytesPerSecond: number | undefined;
	/** Added to each direction, in ms. */
	latency = 0;

	constructor(target: number) {
		this.#target = target;
		this.#server = createServer((socket) => {
			this.#accept(socket);
		});
	}

	async listen(port: number): Promise<void> {
		await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
	}

	/** Sets the state; connections that are open are broken by a cut, and frozen by a hole. */
	set(state: NetworkState): void {
		this.#state = state;
		if (state === 'cut' || state === 'portal') for (const socket of this.#open) socket.destroy();
	}

	/** Breaks every open connection once; new ones go through. */
	dropOnce(): void {
		for (const socket of this.#open) socket.destroy();
	}

	async close(): Promise<void> {
		this.set('cut');
		await new Promise((resolve) => this.#server.close(resolve));
	}

	#accept(near: Socket): void {
		if (this.#state === 'cut') {
			near.destroy();
			return;
		}
		if (this.#state === 'portal') {
			near.once('data', () => near.end(PORTAL_ANSWER));
			near.on('error', () => undefined);
			return;
		}
		const far = connect(this.#target, '127.0.0.1');
		for (const [from, to] of [
			[near, far],
			[far, near]
		] as const) {
			this.#open.add(from);
			from.setNoDelay(true);
			from.on('error', () => to.destroy());
			from.on('close', () => {
				this.#open.delete(from);
				to.destroy();
			});
			from.on('data', (chunk) => {
				this.#relay(chunk, from, to);
			});
		}
	}

	#relay(chunk: Buffer | string, from: Socket, to: Socket): void {
		if (this.#state === 'hole') return;
		if (this.#state === 'filtered' && chunk.includes('Upgrade: websocket')) {
			from.destroy();
			return;
		}
		const pause = this.latency + (this.bytesPerSecond ? (chunk.length / this.bytesPerSecond) * 1000 : 0);
		if (pause === 0) {
			to.write(chunk);
			return;
		}
		from.pause();
		setTimeout(() => {
			if (!to.destroyed && this.#state !== 'hole') to.write(chunk);
			from.resume();
		}, pause);
	}
}
