// How a device is greeted: who speaks on its line, what they may see, and where their replica stands.
import type * as z from 'zod/mini';
import {
	OLDEST_PROTOCOL,
	PROTOCOL,
	type Actor,
	type ActorMessage,
	type Claim,
	type Delivery,
	type Enrol,
	type Enrolled,
	type Frame,
	type Hello,
	type HelloReply,
	type PushedMutation,
	type ScopeId,
	type Scopes,
	type TroubleMessage
} from '../contract/index.ts';
import type { Authority, Sender } from './authority.ts';
import type { Store } from './store.ts';

/** One device's connection; rooms are kept by whoever carries the messages. */
export interface Line {
	/** Random, known to both ends, and never used again. */
	readonly id: string;
	/** The Cookie header of the handshake, where there was one. */
	readonly cookie: string | undefined;
	/** Ends the connection; the device makes a new one, and learns why it is not welcome. */
	readonly end: () => void;
	readonly join: (scope: ScopeId) => void;
	readonly leave: (scope: ScopeId) => void;
	readonly emit: (
		event: 'scopes' | 'frame' | 'trouble',
		message: z.infer<typeof Scopes> | z.infer<typeof TroubleMessage> | Frame
	) => void;
	/** To everyone else in the scope, once, without promise of arrival. */
	readonly hint: (scope: ScopeId, event: 'presence', message: unknown) => void;
}

/** Whoever speaks on a line, as the server knows them. */
export interface Known {
	readonly actor: Actor;
	readonly ticket?: string;
	readonly trouble?: string[];
	readonly cookieLost?: true;
	readonly leaseUntil?: number;
}

export interface OpenedLetters {
	readonly sender: Sender;
	/** In their order, up to the first that does not open. */
	readonly mutations: readonly PushedMutation[];
	/** The number of the first that does not open. */
	readonly broken?: number | undefined;
	/** The last number of this replica that has been judged before. */
	readonly lastSeq: number;
}

export interface DeskSettings {
	/** Who makes this claim on this line, for this replica; or why nobody does. */
	readonly identify: (
		line: Line,
		claim: Claim & { clientId: string; build?: string }
	) => Promise<Known | 'ended' | 'revoked'>;
	/** The person as they are now; undefined once they may no longer be here. */
	readonly actorNow: (actor: Actor) => Actor | undefined;
	/** Opens what another person of the line's device has sealed, up to what does not open; undefined where it is not theirs to send. */
	readonly openLetters: (line: Line, delivery: Delivery) => Promise<OpenedLetters | undefined>;
	/** How much a replica has not got off its hands, as it says itself. */
	readonly unsent?: (line: Line, count: number) => void;
	/** The line is gone. */
	readonly left?: (line: Line) => void;
	readonly store: Store;
	readonly authority: Authority;
	readonly now: () => number;
	readonly mayRead: (actor: Actor, scope: ScopeId) => boolean;
	readonly reportBug: (error: unknown, where: string) => string;
	/** Sends to every line in the scope; serialised once for all of them. */
	readonly toScope: (scope: ScopeId, event: 'frame' | 'poke', message?: Frame) => void;
}

export interface Connected extends Sender {
	readonly scopes: Set<ScopeId>;
}

/** Binds a new replica to whoever speaks; one that is bound stays with its person. */
export async function enrol(
	{ store, identify, now }: DeskSettings,
	line: Line,
	{ clientId, ...claim }: z.infer<typeof Enrol>
): Promise<Enrolled | HelloReply> {
	const known = await identify(line, { ...claim, clientId });
	if (typeof known === 'string') return { kind: 'signed-out', why: known };
	const { actor } = known;
	const device = await store.device(clientId);
	if (device && device.actor.personId !== actor.personId) return { kind: 'signed-out', why: 'ended' };
	if (!device) await store.enrol({ clientId, actor, lastSeq: 0 }, now());
	return { actor: wordsOf(actor) };
}

export async function greet(
	{ store, identify, mayRead, now }: DeskSettings,
	line: Line,
	{ protocol, clientId, build, session, proof }: Hello
): Promise<{ reply: HelloReply; connected?: Connected }> {
	if (protocol < OLDEST_PROTOCOL || protocol > PROTOCOL) return { reply: { kind: 'upgrade-needed' } };
	const known = await identify(line, { clientId, build, session, proof });
	if (typeof known === 'string') return { reply: { kind: 'signed-out', why: known } };
	const device = await store.device(clientId);
	if (!device) return { reply: { kind: 'unknown-device' } };
	const { actor, ...rest } = known;
	// Whatever was written under this number is its person's: nobody else goes on with it.
	if (device.actor.personId !== actor.personId) return { reply: { kind: 'signed-out', why: 'ended' } };
	const scopes = [...(await store.versions()).keys()].filter((scope) => mayRead(actor, scope));
	const reply: HelloReply = {
		kind: 'welcome',
		actor: wordsOf(actor),
		scopes,
		epoch: store.epoch,
		serverTime: now(),
		lastSeq: device.lastSeq,
		lifeBegan: store.lifeBegan,
		revoked: [],
		...rest
	};
	return { reply, connected: { clientId, actor, scopes: new Set(scopes) } };
}

/** What is said of a person, in a shape of its own that nothing else is added to. */
function wordsOf({ personId, name, role, rights }: Actor): z.infer<typeof ActorMessage> {
	return { personId, name, role, ...(rights ? { rights: [...rights] } : {}) };
}
