// Where devices are met: greeted, listened to, and told what happens in their scopes – over whatever line they come.
import type * as z from 'zod/mini';
import {
	Enrol,
	Hello,
	OLDEST_PROTOCOL,
	Presence,
	PROTOCOL,
	Pull,
	Push,
	type Actor,
	type Enrolled,
	type Frame,
	type HelloReply,
	type Present,
	type PushReply,
	type ScopeId,
	type Scopes
} from '../contract/index.ts';
import type { Authority, Sender } from './authority.ts';
import { pull, type PullAnswer } from './reading.ts';
import type { Store } from './store.ts';

/** One device's connection; rooms are kept by whoever carries the messages. */
export interface Line {
	readonly join: (scope: ScopeId) => void;
	readonly leave: (scope: ScopeId) => void;
	readonly emit: (event: 'scopes', message: z.infer<typeof Scopes>) => void;
	/** To everyone else in the scope, once, without promise of arrival. */
	readonly hint: (scope: ScopeId, event: 'presence', message: unknown) => void;
}

export interface DeskSettings {
	readonly store: Store;
	readonly authority: Authority;
	readonly now: () => number;
	readonly mayRead: (actor: Actor, scope: ScopeId) => boolean;
	readonly reportBug: (error: unknown, where: string) => string;
	/** Sends to every line in the scope; serialised once for all of them. */
	readonly toScope: (scope: ScopeId, event: 'frame' | 'poke', message?: Frame) => void;
}

interface Connected extends Sender {
	readonly scopes: Set<ScopeId>;
}

type Reply = (answer: object) => void;

/** Frames with more changes than this are not sent: devices are told to pull, page by page. */
const FRAME_CHANGES_MAX = 500;

export class Desk {
	readonly #settings: DeskSettings;
	readonly #connected = new Map<Line, Connected>();

	constructor(settings: DeskSettings) {
		this.#settings = settings;
	}

	get devices(): number {
		return this.#connected.size;
	}

	left(line: Line): void {
		this.#connected.delete(line);
	}

	/**
	 * Answers one message of a device, once or never: a device that hears nothing sends again.
	 *
	 * Errors:  a message of the wrong shape is answered with `bad-message`; a bug is logged once and not answered.
	 */
	handle(line: Line, event: string, message: unknown, reply: Reply): void {
		const handlers: Record<string, () => Promise<void> | void> = {
			enrol: () =>
				this.#checked(Enrol, message, reply, async (enrol) => {
					reply(await this.#enrol(enrol));
				}),
			hello: () =>
				this.#checked(Hello, message, reply, async (hello) => {
					reply(await this.#hello(line, hello));
				}),
			push: () =>
				this.#checked(Push, message, reply, ({ mutations }) => {
					const sender = this.#connected.get(line);
					if (!sender) return;
					this.#settings.authority.judge(sender, mutations, (answer: PushReply | undefined) => {
						if (answer) reply(answer);
					});
				}),
			pull: () =>
				this.#checked(Pull, message, reply, async ({ cursors }) => {
					const answer = await this.#pull(line, cursors);
					if (answer) reply(answer);
				}),
			presence: () =>
				this.#checked(Presence, message, reply, (presence) => {
					this.#presence(line, presence);
				})
		};
		const handler = Object.hasOwn(handlers, event) ? handlers[event] : undefined;
		Promise.try(() => handler?.()).catch((error: unknown) => this.#settings.reportBug(error, event));
	}

	/** Hands each scope its frame; scopes that have begun in this commit are joined first. */
	deliver(frames: readonly Frame[]): void {
		if (frames.some(({ from }) => from === 0)) this.#joinBegun(frames);
		for (const frame of frames) {
			const large = frame.rows.length + frame.tombstones.length > FRAME_CHANGES_MAX;
			if (large) this.#settings.toScope(frame.scope, 'poke');
			else this.#settings.toScope(frame.scope, 'frame', frame);
		}
	}

	/** Someone's rights have changed: each line is told what it may see now, and loses the rest at once. */
	async rightsChanged(): Promise<void> {
		const all = [...(await this.#settings.store.versions()).keys()];
		for (const [line, connected] of this.#connected) {
			const scopes = all.filter((scope) => this.#settings.mayRead(connected.actor, scope));
			const revoked = [...connected.scopes].filter((scope) => !scopes.includes(scope));
			const gained = scopes.filter((scope) => !connected.scopes.has(scope));
			if (revoked.length + gained.length === 0) continue;
			for (const scope of revoked) line.leave(scope);
			for (const scope of gained) line.join(scope);
			this.#connected.set(line, { ...connected, scopes: new Set(scopes) });
			line.emit('scopes', { scopes, revoked });
		}
	}

	#joinBegun(frames: readonly Frame[]): void {
		for (const [line, { actor, scopes }] of this.#connected) {
			for (const { scope, from } of frames) {
				if (from !== 0 || scopes.has(scope) || !this.#settings.mayRead(actor, scope)) continue;
				scopes.add(scope);
				line.join(scope);
			}
		}
	}

	#checked<M>(
		schema: z.ZodMiniType<M>,
		message: unknown,
		reply: Reply,
		run: (message: M) => Promise<void> | void
	): Promise<void> | void {
		const parsed = schema.safeParse(message);
		if (parsed.success) return run(parsed.data);
		reply({ kind: 'bad-message' });
	}

	async #enrol({ clientId, ...actor }: z.infer<typeof Enrol>): Promise<z.infer<typeof Enrolled>> {
		const known = await this.#settings.store.device(clientId);
		if (!known) await this.#settings.store.enrol({ clientId, actor, lastSeq: 0 }, this.#settings.now());
		return { actor: known?.actor ?? actor };
	}

	async #hello(line: Line, { protocol, clientId }: Hello): Promise<HelloReply> {
		if (protocol < OLDEST_PROTOCOL || protocol > PROTOCOL) return { kind: 'upgrade-needed' };
		const { store, mayRead, now } = this.#settings;
		const device = await store.device(clientId);
		if (!device) return { kind: 'unknown-device' };
		const { actor, lastSeq } = device;
		const scopes = [...(await store.versions()).keys()].filter((scope) => mayRead(actor, scope));
		for (const scope of scopes) line.join(scope);
		this.#connected.set(line, { clientId, actor, scopes: new Set(scopes) });
		return {
			kind: 'welcome',
			actor,
			scopes,
			epoch: store.epoch,
			serverTime: now(),
			lastSeq,
			lifeBegan: store.lifeBegan,
			revoked: []
		};
	}

	async #pull(line: Line, cursors: Readonly<Record<ScopeId, number>>): Promise<PullAnswer | undefined> {
		const sender = this.#connected.get(line);
		if (!sender) return undefined;
		return pull(this.#settings.store, cursors, (scope) => this.#settings.mayRead(sender.actor, scope));
	}

	#presence(line: Line, presence: z.infer<typeof Presence>): void {
		const sender = this.#connected.get(line);
		if (!sender?.scopes.has(presence.scope)) return;
		const { personId, name, role } = sender.actor;
		const present: Present = { ...presence, personId, name, role };
		line.hint(presence.scope, 'presence', present);
	}
}
