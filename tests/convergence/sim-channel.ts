// A device's line through a network that loses, doubles, delays and reorders.
import { Silence, type Channel, type ServerEvent } from '#lib/sync/browser/index.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimLine, SimServer } from './sim-server.ts';

export interface Weather {
	/** Shares of messages that meet each fate. */
	readonly lost: number;
	readonly doubled: number;
	/** Longest delay each way, in ms. */
	readonly delay: number;
}

export const CALM: Weather = { lost: 0, doubled: 0, delay: 5 };

const ANSWER_MS = 10_000;

export class SimChannel implements Channel {
	weather: Weather = CALM;
	/** Changes messages on purpose, on their way up and down. */
	tamperUp: (event: string, message: unknown) => unknown = (_, message) => message;
	tamperDown: (event: string, message: unknown) => unknown = (_, message) => message;
	readonly #server: SimServer;
	readonly #scheduler: Scheduler;
	readonly #handlers = new Map<ServerEvent, (message: unknown) => void>();
	#line: SimLine | undefined;
	#open = false;
	#reachable = true;

	constructor(server: SimServer, scheduler: Scheduler) {
		this.#server = server;
		this.#scheduler = scheduler;
	}

	lineId = (): string => 'line';

	carry = (): void => undefined;

	open = (): void => {
		this.#open = true;
		this.#connect();
	};

	close = (): void => {
		this.#open = false;
		this.#drop();
	};

	reopen = (): void => {
		this.#drop();
		this.#connect();
	};

	/** The network of this device goes or comes. */
	reach(reachable: boolean): void {
		this.#reachable = reachable;
		if (reachable) this.#connect();
		else this.#drop();
	}

	on = (event: ServerEvent, handler: (message: unknown) => void): void => {
		this.#handlers.set(event, handler);
	};

	hint = (): void => undefined;

	request = (event: string, message: unknown): Promise<unknown> =>
		new Promise((resolve, reject) => {
			const line = this.#line;
			if (!line) {
				reject(new Silence('Not connected'));
				return;
			}
			const giveUp = this.#scheduler.after(ANSWER_MS, () => {
				reject(new Silence(event));
			});
			const up = (): void => {
				this.#server.handle(line, event, this.tamperUp(event, structuredClone(message)), (answer) => {
					this.#travel(() => {
						if (line !== this.#line) return;
						giveUp();
						resolve(structuredClone(answer));
					});
				});
			};
			this.#travel(up);
			if (this.#scheduler.chance(this.weather.doubled)) this.#travel(up);
		});

	page = (message: unknown): Promise<unknown> =>
		new Promise((resolve, reject) => {
			const giveUp = this.#scheduler.after(ANSWER_MS, () => {
				reject(new Silence('page'));
			});
			this.#travel(() => {
				if (!this.#reachable) return;
				void this.#server.page(message).then((page) => {
					this.#travel(() => {
						giveUp();
						if (page === undefined || !this.#reachable) reject(new Silence('page'));
						else resolve(structuredClone(page));
					});
				});
			});
		});

	#connect(): void {
		if (!this.#open || !this.#reachable || this.#line) return;
		this.#scheduler.after(1 + this.#scheduler.below(50), () => {
			if (!this.#open || !this.#reachable || this.#line) return;
			const line = this.#newLine();
			this.#line = line;
			this.#server.connect(line);
			if (this.#line === line) this.#handlers.get('connect')?.(undefined);
		});
	}

	#drop(): void {
		const line = this.#line;
		if (!line) return;
		this.#line = undefined;
		this.#server.disconnect(line);
		this.#handlers.get('disconnect')?.(undefined);
		this.#scheduler.after(300 + this.#scheduler.below(700), () => {
			this.#connect();
		});
	}

	#newLine(): SimLine {
		const scopes = new Set<string>();
		const receive = (event: string, message: unknown): void => {
			this.#handlers.get(event as ServerEvent)?.(this.tamperDown(event, structuredClone(message)));
		};
		const line: SimLine = {
			id: 'line',
			cookie: undefined,
			end: () => {
				line.cut();
			},
			scopes,
			join: (scope) => scopes.add(scope),
			leave: (scope) => scopes.delete(scope),
			emit: (event, message) => {
				line.deliver(event, message);
			},
			hint: () => undefined,
			deliver: (event, message) => {
				const arrive = (): void => {
					if (line === this.#line) receive(event, message);
				};
				this.#travel(arrive);
				if (this.#scheduler.chance(this.weather.doubled)) this.#travel(arrive);
			},
			cut: () => {
				if (line === this.#line) this.#drop();
			}
		};
		return line;
	}

	#travel(arrive: () => void): void {
		if (this.#scheduler.chance(this.weather.lost)) return;
		this.#scheduler.after(this.#scheduler.below(this.weather.delay + 1), arrive);
	}
}
