// Delivers what other people of this device have written and could not send: sealed, in their order and in their name.
import {
	Delivered,
	PUSH_BYTES_MAX,
	PUSH_MUTATIONS_MAX,
	type Delivery,
	type Letter,
	type Registry
} from '../contract/index.ts';
import type { Channel } from './channel.ts';
import { Silence } from './line.ts';
import { noteDelivered, noteSent, waitingIn, type Disk, type OtherReplica, type Waiting } from './other-replicas.ts';
import { letterOf } from './outbox.ts';

export interface CourierSettings {
	readonly channel: Pick<Channel, 'request'>;
	readonly registry: Registry;
	/** The other replicas of this device. */
	readonly others: () => Promise<readonly OtherReplica[]>;
	readonly disk?: Disk;
	/** A replica that could not be read; told once, and the others are delivered all the same. */
	readonly onProblem: (error: unknown) => void;
}

/** A line as long as it lasts. */
export interface Route {
	readonly epoch: string;
	readonly isOver: () => boolean;
}

export class Courier {
	readonly #settings: CourierSettings;
	/** Replicas that only their people can help. */
	readonly #stuck = new Set<string>();
	#running = false;

	constructor(settings: CourierSettings) {
		this.#settings = settings;
	}

	/** On a new line what was refused may be taken. */
	tryAll(): void {
		this.#stuck.clear();
	}

	/**
	 * Delivers everything that can be.
	 *
	 * Errors:  throws `Silence` when the server does not answer: to be called again. What it had judged meanwhile gets the same verdict then.
	 */
	async deliverAll(route: Route): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		try {
			for (const other of await this.#settings.others()) {
				if (!this.#stuck.has(other.replica)) await this.#deliverOne(other, route);
			}
		} finally {
			this.#running = false;
		}
	}

	async #deliverOne(other: OtherReplica, route: Route): Promise<void> {
		try {
			let more = true;
			while (more && !route.isOver()) more = await this.#deliverSome(other, route);
		} catch (error) {
			if (error instanceof Silence) throw error;
			this.#stuck.add(other.replica);
			this.#settings.onProblem(error);
		}
	}

	/** True when some were judged and more may wait. */
	async #deliverSome(other: OtherReplica, { epoch }: Route): Promise<boolean> {
		const { disk } = this.#settings;
		// What was judged in a life of the server that is gone is not judged.
		const after: Parameters<typeof waitingIn>[1]['after'] = (to) => (to?.epoch === epoch ? to.seq : 0);
		const waiting = await waitingIn(other.replica, { after, limit: PUSH_MUTATIONS_MAX }, disk);
		const letters = waiting ? cutLetters(waiting) : [];
		const [first] = letters;
		if (!waiting || !first) return false;
		await this.#noteCommands(other, waiting, { letters, epoch });
		let reply = await this.#ask(other, waiting, letters);
		const { judgedTo } = reply;
		if (judgedTo !== undefined && judgedTo < first.seq - 1 && waiting.acknowledgedTo <= judgedTo) {
			// The numbers between were refused here, or are long settled; had any been acknowledged, their author would have to offer them again.
			reply = await this.#ask(other, waiting, [{ ...first, follows: judgedTo }, ...letters.slice(1)]);
		}
		const { judgedTo: seq = 0, broken } = reply;
		const progress = seq >= first.seq;
		if (progress) await noteDelivered(other.replica, { seq, epoch }, disk);
		if (!progress || broken !== undefined) this.#stuck.add(other.replica);
		return progress && broken === undefined;
	}

	async #ask({ personId }: OtherReplica, { records }: Waiting, letters: readonly Letter[]): Promise<Delivered> {
		// A replica has one number for as long as its database lives.
		const delivery: Delivery = { clientId: records[0]?.clientId ?? '', personId, letters: [...letters] };
		return Delivered.parse(await this.#settings.channel.request('deliver', delivery));
	}

	/** As `noteCommands` does for one's own. */
	async #noteCommands(
		{ replica }: OtherReplica,
		{ records }: Waiting,
		{ letters, epoch }: { letters: readonly Letter[]; epoch: string }
	): Promise<void> {
		const { registry, disk } = this.#settings;
		const sent = new Set(letters.map(({ seq }) => seq));
		const commands = records.filter(
			({ seq, name, sentIn }) => sent.has(seq) && sentIn === undefined && registry.mutator(name)?.optimistic === false
		);
		await noteSent(replica, { seqs: commands.map(({ seq }) => seq), epoch }, disk);
	}
}

/** Letters for one delivery: up to what people wrote before they had keys, and as many as the wire carries. */
function cutLetters({ records }: Waiting): Letter[] {
	const letters: Letter[] = [];
	let size = 0;
	for (const record of records) {
		const letter = letterOf(record);
		size += letter ? JSON.stringify(letter).length : 0;
		if (!letter || (letters.length > 0 && size > PUSH_BYTES_MAX)) break;
		const before = letters.at(-1)?.seq;
		const follows = before === undefined || letter.seq === before + 1 ? {} : { follows: before };
		letters.push({ ...letter, ...follows });
	}
	return letters;
}
