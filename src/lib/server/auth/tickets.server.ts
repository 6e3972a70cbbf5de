// A word that stands for one line in requests over HTTP: given with the greeting, gone with the line.
import type { Line } from '#lib/sync/authority/index.ts';
import type { Actor } from '#lib/sync/contract/index.ts';
import { newToken } from './tokens.server.ts';

export interface Holder {
	readonly actor: Actor;
	readonly tabletId: string;
	/** Undefined where the device speaks in its own name. */
	readonly sessionId: string | undefined;
}

export class Tickets {
	readonly #holders = new Map<string, Holder & { readonly line: Line }>();
	readonly #byLine = new Map<Line, string>();

	/** The line's word; the same one again where it has one already. */
	give(line: Line, holder: Holder): string {
		const ticket = this.#byLine.get(line) ?? newToken();
		this.#byLine.set(line, ticket);
		this.#holders.set(ticket, { ...holder, line });
		return ticket;
	}

	holder(ticket: string | undefined): Holder | undefined {
		return ticket === undefined ? undefined : this.#holders.get(ticket);
	}

	holderOn(line: Line): Holder | undefined {
		return this.holder(this.#byLine.get(line));
	}

	left(line: Line): void {
		const ticket = this.#byLine.get(line);
		if (ticket === undefined) return;
		this.#byLine.delete(line);
		this.#holders.delete(ticket);
	}

	/** The lines whose holder matches: to be ended when a session or a device is. */
	linesOf(matches: (holder: Holder) => boolean): Line[] {
		return [...this.#holders.values()].filter(matches).map(({ line }) => line);
	}
}
