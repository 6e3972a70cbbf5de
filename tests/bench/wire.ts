// Clients of the bench that speak the protocol directly: load and listeners without browsers.
import { io, type Socket } from 'socket.io-client';
import { newId, systemRandom } from '#lib/kernel/index.ts';
import { PROTOCOL, PushReply } from '#lib/sync/contract/index.ts';
import { administrator, type SignedIn } from '../support/staff.ts';

const ANSWER_MS = 60_000;

export class WireClient {
	readonly socket: Socket;
	#seq = 0;

	private constructor(url: string, { cookie }: SignedIn) {
		this.socket = io(url, { path: '/rt', transports: ['websocket'], forceNew: true, extraHeaders: { cookie } });
	}

	static async open(url: string, id: string): Promise<WireClient> {
		const person = await administrator(url);
		const client = new WireClient(url, person);
		await new Promise<void>((resolve) => client.socket.once('connect', resolve));
		const claim = person.claim(client.socket.id ?? '', id);
		await client.ask('enrol', { clientId: id, ...claim });
		await client.ask('hello', { protocol: PROTOCOL, build: 'bench', clientId: id, epoch: null, lastSeq: 0, ...claim });
		return client;
	}

	ask(event: string, message: unknown): Promise<unknown> {
		return this.socket.timeout(ANSWER_MS).emitWithAck(event, message) as Promise<unknown>;
	}

	/** Pushes entries of one incident; throws when one is refused. */
	async write(incidentId: string, texts: readonly string[]): Promise<void> {
		const mutations = texts.map((text) => {
			this.#seq += 1;
			const args = { entryId: newId(Date.now(), systemRandom), incidentId, text, happenedAt: Date.now() };
			return { seq: this.#seq, name: 'journal.add', args, at: Date.now() };
		});
		const reply = PushReply.parse(await this.ask('push', { mutations }));
		const refused = reply.verdicts.find((verdict) => verdict.refused !== undefined);
		if (refused || reply.expected !== undefined) throw new Error(`The bench was refused: ${refused?.refused ?? 'gap'}`);
	}

	/** Starts the incident that the bench writes in. */
	async start(incidentId: string): Promise<void> {
		this.#seq += 1;
		const args = { incidentId, kind: 'incident', title: 'Mätning' };
		await this.ask('push', { mutations: [{ seq: this.#seq, name: 'incident.start', args, at: Date.now() }] });
	}

	close(): void {
		this.socket.disconnect();
	}
}

/** The value below which `share` of the sorted samples lie. */
export function percentile(samples: readonly number[], share: number): number {
	const sorted = samples.toSorted((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** A text of the length of an ordinary entry, about 200 characters. */
export function entryText(number: number): string {
	return `${number} Vattnet stiger vid kajen och Hamngatan är avstängd. `.padEnd(
		200,
		'Räddningstjänsten är på plats. '
	);
}
