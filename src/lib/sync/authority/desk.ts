// Where devices are met: greeted, listened to, and told what happens in their scopes – over whatever line they come.
import type * as z from 'zod/mini';
import {
	Delivery,
	Enrol,
	Hello,
	Presence,
	Pull,
	Push,
	type Delivered,
	type Frame,
	type HelloReply,
	type Present,
	type PushReply,
	type ScopeId
} from '../contract/index.ts';
import { enrol, greet, type Connected, type DeskSettings, type Line } from './greet.ts';
import { pull, type PullAnswer } from './reading.ts';

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
		this.#settings.left?.(line);
	}

	/**
	 * Answers one message of a device, once or never: a device that hears nothing sends again.
	 *
	 * Errors:  a message of the wrong shape is answered with `bad-message`; a bug is logged once and not answered.
	 */
	handle(line: Line, event: string, message: unknown, reply: Reply): void {
		const handlers: Record<string, () => Promise<void> | void> = {
			enrol: () =>
				this.#checked(Enrol, message, reply, async (request) => {
					reply(await enrol(this.#settings, line, request));
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
			deliver: () =>
				this.#checked(Delivery, message, reply, async (delivery) => {
					await this.#deliver(line, delivery, reply);
				}),
			presence: () =>
				this.#checked(Presence, message, reply, (presence) => {
					this.#presence(line, presence);
				})
		};
		const handler = Object.hasOwn(handlers, event) ? handlers[event] : undefined;
		Promise.resolve(handler?.()).catch((error: unknown) => this.#settings.reportBug(error, event));
	}

	/** Hands each scope its frame; scopes that have begun in this commit are joined first. */
	deliver(frames: readonly Frame[]): void {
		if (frames.some(({ from }) => from === 0)) this.#joinBegun(frames);
		for (const frame of frames) {
			const large = frame.rows.length + frame.tombstones.length > FRAME_CHANGES_MAX;
			if (large) this.#settings.toScope(frame.scope, 'poke');
			else this.#send(frame);
		}
	}

	/** Serialised once for a whole room, unless some of it must not learn which other scopes the commit has written. */
	#send(frame: Frame): void {
		const { with: others = {}, ...alone } = frame;
		const listeners = [...this.#connected].filter(([, { scopes }]) => scopes.has(frame.scope));
		const named = Object.entries(others);
		if (listeners.every(([, { scopes }]) => named.every(([scope]) => scopes.has(scope)))) {
			this.#settings.toScope(frame.scope, 'frame', frame);
			return;
		}
		for (const [line, { scopes }] of listeners) {
			const held = named.filter(([scope]) => scopes.has(scope));
			line.emit('frame', held.length > 1 ? { ...alone, with: Object.fromEntries(held) } : alone);
		}
	}

	/** Someone's rights have changed: each line is told what it may see now, and loses the rest at once. */
	async rightsChanged(): Promise<void> {
		const all = [...(await this.#settings.store.versions()).keys()];
		for (const [line, connected] of this.#connected) {
			const actor = this.#settings.actorNow(connected.actor);
			if (!actor) {
				line.end();
				continue;
			}
			const scopes = all.filter((scope) => this.#settings.mayRead(actor, scope));
			const revoked = [...connected.scopes].filter((scope) => !scopes.includes(scope));
			const gained = scopes.filter((scope) => !connected.scopes.has(scope));
			const sameRights = JSON.stringify(actor.rights) === JSON.stringify(connected.actor.rights);
			if (revoked.length + gained.length === 0 && sameRights) continue;
			for (const scope of revoked) line.leave(scope);
			for (const scope of gained) line.join(scope);
			this.#connected.set(line, { ...connected, actor, scopes: new Set(scopes) });
			line.emit('scopes', { scopes, revoked, ...(actor.rights ? { rights: [...actor.rights] } : {}) });
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

	async #hello(line: Line, hello: Hello): Promise<HelloReply> {
		const { reply, connected } = await greet(this.#settings, line, hello);
		if (connected) this.#connected.set(line, connected);
		return reply;
	}

	/** One envelope that does not open stands in nobody's way but its author's, and theirs only until they are here. */
	async #deliver(line: Line, delivery: Delivery, reply: Reply): Promise<void> {
		const opened = await this.#settings.openLetters(line, delivery);
		if (!opened) {
			reply({} satisfies Delivered);
			return;
		}
		const { sender, mutations, lastSeq } = opened;
		const broken = opened.broken === undefined ? {} : { broken: opened.broken };
		if (mutations.length === 0) {
			reply({ judgedTo: lastSeq, ...broken } satisfies Delivered);
			return;
		}
		this.#settings.authority.judge(sender, mutations, (answer) => {
			if (!answer) return;
			const judgedTo = Math.max(...answer.verdicts.map(({ seq }) => seq), (answer.expected ?? 1) - 1);
			reply({ judgedTo, ...(answer.expected === undefined ? broken : {}) } satisfies Delivered);
		});
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
