// What a replica says of itself on a new line: which it is, how far it is, and who has unlocked it.
import * as z from 'zod/mini';
import { Enrolled, HelloReply, PROTOCOL, type Claim } from '../contract/index.ts';
import type { Channel } from './channel.ts';

export interface GreetingSettings {
	readonly channel: Channel;
	readonly build: string;
	readonly clientId: string;
	readonly claim: (lineId: string) => Promise<Claim>;
}

const EnrolReply = z.union([Enrolled, HelloReply]);

export class Greeting {
	readonly #settings: GreetingSettings;

	constructor(settings: GreetingSettings) {
		this.#settings = settings;
	}

	async hello(state: { epoch: string | null; lastSeq: number }): Promise<HelloReply> {
		const { channel, build, clientId, claim } = this.#settings;
		const message = { protocol: PROTOCOL, build, clientId, ...state, ...(await claim(channel.lineId())) };
		return HelloReply.parse(await channel.request('hello', message));
	}

	/** Binds a new replica to whoever speaks; why not, where nobody is known. */
	async enrol(): Promise<'ended' | 'revoked' | undefined> {
		const { channel, clientId, claim } = this.#settings;
		const reply = EnrolReply.parse(await channel.request('enrol', { clientId, ...(await claim(channel.lineId())) }));
		return 'kind' in reply && reply.kind === 'signed-out' ? reply.why : undefined;
	}
}
