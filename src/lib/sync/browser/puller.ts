// Asks the server for what lies between: at the beginning, when a frame was missed, and every half minute whatever seems.
import { PullReply } from '../contract/index.ts';
import type { Channel } from './channel.ts';
import { isToRefill } from './database.ts';
import type { Fills } from './fills.ts';
import type { Inbox } from './inbox.ts';
import type { Line } from './line.ts';
import type { ReceiveSettings } from './receive.ts';

export interface PullerSettings extends ReceiveSettings {
	readonly line: Line;
	readonly inbox: Inbox;
	readonly fills: Fills;
	readonly channel: Channel;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
	readonly onReceived: () => void;
}

/** A pull runs this often even when all seems well: pokes and frames are hints that may be lost. */
const PULL_EVERY_MS = 30_000;

export class Puller {
	readonly #settings: PullerSettings;

	constructor(settings: PullerSettings) {
		this.#settings = settings;
	}

	/** True when the server answered. */
	async pull(): Promise<boolean> {
		const { line, onReceived } = this.#settings;
		if (!line.welcome) return false;
		this.later();
		let answered = false;
		await line.guarded(async () => {
			let more = true;
			while (more && line.welcome) {
				more = await this.#page();
				answered = true;
			}
			onReceived();
		});
		return answered;
	}

	/** The next one comes by itself. */
	later(): void {
		this.#settings.line.later('pull', PULL_EVERY_MS, () => void this.pull());
	}

	/** Asks once and takes the answer in; true where there is more to ask for. */
	async #page(): Promise<boolean> {
		const { db, channel, stored, inbox, fills } = this.#settings;
		await inbox.settled();
		const cursors = await stored(() => db.cursors.toArray());
		const held = cursors.filter((cursor) => !inbox.awaited.has(cursor.scope) && !isToRefill(cursor));
		const unsent = await stored(async () => (await db.outbox.count()) + (await db.refused.count()));
		const message = { cursors: Object.fromEntries(held.map(({ scope, top }) => [scope, top])), unsent };
		const reply = PullReply.parse(await channel.request('pull', message));
		inbox.hear(reply.frames);
		await inbox.settled();
		// Where no cursor has moved the next answer would be the same: it is asked again after a pause, or by the next pull.
		const more = reply.more && (await this.#hasMoved(message.cursors));
		await fills.refill(reply.refill);
		fills.fillOthers(reply.others);
		return more;
	}

	async #hasMoved(before: Readonly<Record<string, number>>): Promise<boolean> {
		const { db, stored } = this.#settings;
		const cursors = await stored(() => db.cursors.toArray());
		return cursors.some(({ scope, top }) => before[scope] !== undefined && top > before[scope]);
	}
}
