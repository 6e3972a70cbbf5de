// A WebSocket written byte by byte, for frames that no library would send.
import { connect, type Socket } from 'node:net';

export type Opcode = 'text' | 'binary' | 'ping' | 'broken';
export interface RawFrame {
	readonly opcode: Opcode;
	readonly payload: Uint8Array;
}

const BITS: Readonly<Record<Opcode, number>> = { text: 0x81, binary: 0x82, ping: 0x89, broken: 0xf3 };

const CLOSING = 0x88;

/** Whether `chunk` ends with a closing frame, which is empty or holds a number of two bytes. */
function closes(chunk: Buffer): boolean {
	return (chunk.at(-2) === CLOSING && chunk.at(-1) === 0) || (chunk.at(-4) === CLOSING && chunk.at(-3) === 2);
}

export class RawLine {
	readonly #socket: Socket;
	/** Resolves when the server, or this side, has ended the line. */
	readonly ended: Promise<void>;
	#heard = '';
	#told: (() => void) | undefined;

	private constructor(socket: Socket) {
		this.#socket = socket;
		this.ended = new Promise((resolve) => {
			socket.on('close', () => {
				resolve();
				this.#told?.();
			});
		});
		socket.on('error', () => undefined);
		socket.on('data', (chunk: Buffer) => {
			this.#heard = (this.#heard + chunk.toString('latin1')).slice(-20_000);
			// The server says goodbye and waits for an answer; a line that has none keeps it waiting for half a minute.
			if (closes(chunk)) socket.end();
			this.#told?.();
		});
	}

	/** Opens a socket to the realtime path from `localAddress`; undefined when the server would not have it. */
	static async open(
		port: number,
		{ localAddress, cookie = '' }: { localAddress: string; cookie?: string }
	): Promise<RawLine | undefined> {
		const line = new RawLine(connect({ port, host: '127.0.0.1', localAddress }));
		line.#socket.write(
			`GET /rt/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\n` +
				`Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nCookie: ${cookie}\r\n\r\n`
		);
		return (await line.hears('"sid"')) ? line : undefined;
	}

	/** What the server has said last between `before` and the next quotation mark. */
	after(before: string): string {
		return this.#heard.slice(this.#heard.lastIndexOf(before) + before.length).split('"')[0] ?? '';
	}

	/** True once the server has said `text`, false when the line ended first. */
	async hears(text: string): Promise<boolean> {
		while (!this.#heard.includes(text)) {
			if (this.#socket.destroyed) return false;
			await new Promise<void>((resolve) => (this.#told = resolve));
		}
		return true;
	}

	send({ opcode, payload }: RawFrame): void {
		const { length } = payload;
		const head = Buffer.alloc(length < 126 ? 6 : length < 65_536 ? 8 : 14);
		head[0] = BITS[opcode];
		if (length < 126) head[1] = 0x80 | length;
		else if (length < 65_536) {
			head[1] = 0x80 | 126;
			head.writeUInt16BE(length, 2);
		} else {
			head[1] = 0x80 | 127;
			head.writeBigUInt64BE(BigInt(length), 2);
		}
		// The mask is four zeros: what is sent stands in the frame as it is.
		this.#socket.write(head);
		this.#socket.write(payload);
	}

	text(text: string): void {
		this.send({ opcode: 'text', payload: Buffer.from(text) });
	}

	end(): void {
		this.#socket.end();
	}
}
