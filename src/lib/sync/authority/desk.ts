// Where devices are met: greeted, listened to, and told what happens in their scopes – over whatever line they come.
import type * as z from 'zod/mini';
import {
	Delivery,
	Enrol,
	Hello,
	Presence,
	Pull,
	Push,
	type Actor,
	type Delivered,
	type Frame,
	type HelloReply,
	type Present,
	type PushReply,
	type ScopeId
} from '../contract/index.ts';
import type { Sender } from './authority.ts';
import { enrol, greet, type Connected, type DeskSettings, type Line } from './greet.ts';
import { pull, type PullAnswer } from './reading.ts';

type Reply = (answer: object) => void;

/** Frames with more changes than this are not sent: devices are told to pull, page by page. */
const FRAME_CHANGES_MAX = 500;

export class Desk {
	readonly #settings: DeskSettings;
	readonly #connected = new Map<Line, Connected>();
	readonly #gone = new WeakSet<Line>();
	/** Raised whenever somebody may have become able to see another set of scopes. */
	#turn = 0;

	constructor(settings: DeskSettings) {
		this.#settings = settings;
	}

	get devices(): number {
		return this.#connected.size;
	}

	left(line: Line): void {
		this.#gone.add(line);
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
					const enrolled = await enrol(this.#settings, line, request);
					if (this.#gone.has(line)) this.left(line);
					else reply(enrolled);
				}),
			hello: () =>
				this.#checked(Hello, message, reply, async (hello) => {
					reply(await this.#hello(line, hello));
				}),
			push: () =>
				this.#checked(Push, message, reply, ({ mutations }) => {
					const connected = this.#connected.get(line);
					if (!connected) return;
					this.#settings.authority.judge(this.#senderOf(connected), mutations, (answer: PushReply | undefined) => {
						if (answer) reply(answer);
					});
				}),
			pull: () =>
				this.#checked(Pull, message, reply, async ({ cursors, unsent }) => {
					if (unsent !== undefined) this.#settings.unsent?.(line, unsent);
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
		Promise.try(() => handler?.()).catch((error: unknown) => this.#settings.reportBug(error, event));
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

	/** Tells whoever looks after the server what is wrong with it now. */
	trouble(codes: readonly string[], looksAfter: (actor: Actor) => boolean): void {
		for (const [line, { actor }] of this.#connected) {
			if (looksAfter(actor)) line.emit('trouble', { trouble: [...codes] });
		}
	}

	/** Someone's rights have changed: each line loses at once what it may see no more, and is told what it may see now. */
	async rightsChanged(): Promise<void> {
		this.#turn += 1;
		// Before anything is awaited: the very next frame must find the rooms as they are to be.
		const lost = [...this.#connected].map(([line, connected]) => ({ line, ...this.#withdraw(line, connected) }));
		const all = [...(await this.#settings.store.versions()).keys()];
		for (const { line, gone, sameRights } of lost) {
			const connected = this.#connected.get(line);
			if (!connected) continue;
			const { actor, scopes } = connected;
			const gained = all.filter((scope) => !scopes.has(scope) && this.#settings.mayRead(actor, scope));
			for (const scope of gained) this.#join(line, connected, scope);
			if (gone.length + gained.length === 0 && sameRights) continue;
			const revoked = gone.filter((scope) => !scopes.has(scope));
			line.emit('scopes', { scopes: [...scopes], revoked, ...(actor.rights ? { rights: [...actor.rights] } : {}) });
		}
	}

	/** Takes the line out of every scope that its person may see no more; ends it where they may not be here at all. */
	#withdraw(line: Line, connected: Connected): { gone: ScopeId[]; sameRights: boolean } {
		const actor = this.#settings.actorNow(connected.actor);
		if (!actor) {
			this.#connected.delete(line);
			line.end();
			return { gone: [], sameRights: true };
		}
		const gone = [...connected.scopes].filter((scope) => !this.#settings.mayRead(actor, scope));
		for (const scope of gone) line.leave(scope);
		const scopes = new Set([...connected.scopes].filter((scope) => !gone.includes(scope)));
		this.#connected.set(line, { ...connected, actor, scopes });
		return { gone, sameRights: JSON.stringify(actor.rights) === JSON.stringify(connected.actor.rights) };
	}

	#join(line: Line, { scopes }: Connected, scope: ScopeId): void {
		scopes.add(scope);
		line.join(scope);
	}

	/** Asked who they are when they are judged, not when they sent: between the two a right may have been withdrawn. */
	#senderOf({ clientId, actor }: Connected): Sender {
		const { actorNow } = this.#settings;
		return {
			clientId,
			get actor() {
				return actorNow(actor) ?? { ...actor, rights: [] };
			}
		};
	}

	#joinBegun(frames: readonly Frame[]): void {
		this.#turn += 1;
		for (const [line, connected] of this.#connected) {
			for (const { scope, from } of frames) {
				if (from !== 0 || connected.scopes.has(scope) || !this.#settings.mayRead(connected.actor, scope)) continue;
				this.#join(line, connected, scope);
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

	/** Greets as often as it takes until nobody's rights change meanwhile: what was asked before may be out of date. */
	async #hello(line: Line, hello: Hello): Promise<HelloReply> {
		const turn = this.#turn;
		const { reply, connected } = await greet(this.#settings, line, hello);
		if (turn !== this.#turn && !this.#gone.has(line)) return this.#hello(line, hello);
		const former = this.#connected.get(line)?.scopes ?? [];
		for (const scope of former) if (!connected?.scopes.has(scope)) line.leave(scope);
		if (!connected || this.#gone.has(line)) {
			this.#connected.delete(line);
			this.#settings.left?.(line);
			return reply;
		}
		this.#connected.set(line, connected);
		for (const scope of connected.scopes) line.join(scope);
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
