// The port to the server: socket.io in the product, a simulated network in tests.

export type ServerEvent = 'connect' | 'disconnect' | 'frame' | 'poke' | 'scopes' | 'presence' | 'trouble';

export interface Channel {
	/** Opens the line and keeps trying; `connect` and `disconnect` tell how it goes. */
	open(): void;
	/** Closes for good. */
	close(): void;
	/** Drops a line that seems dead and tries anew at once. */
	reopen(): void;
	/** Names this line to both ends; another one after each reconnect. */
	lineId(): string;
	/** The word that stands for this line in requests over HTTP. */
	carry(ticket: string | undefined): void;
	/** Rejects when no answer comes in time or the line is lost; the answer is unchecked. */
	request(event: string, message: unknown): Promise<unknown>;
	/** Once, without answer or promise of arrival: presence. */
	hint(event: string, message: unknown): void;
	/** A page of a fill, over HTTP: large, compressed, and no hindrance to live frames. */
	page(message: unknown): Promise<unknown>;
	on(event: ServerEvent, handler: (message: unknown) => void): void;
}

/** Timers are handed in: a simulation has its own time. */
export interface Timers {
	/** Runs `work` once after `ms`; the returned function cancels. */
	after(ms: number, work: () => void): () => void;
}

export const systemTimers: Timers = {
	after(ms, work) {
		const timer = setTimeout(work, ms);
		return () => {
			clearTimeout(timer);
		};
	}
};
