// Who speaks on a line: the device by its cookie, the person by a session on that device and the proof of their key.
import { deviceActor, isDevice, may } from '#lib/features/access/index.ts';
import type { DeskSettings, Known, Line } from '#lib/sync/authority/index.ts';
import type { Actor, Claim, Letter, PushedMutation } from '#lib/sync/contract/index.ts';
import type { Accounts } from './accounts.server.ts';
import type { Directory } from './directory.server.ts';
import { openEnvelope, personKey, sealKeyOf, verifyProof } from './person-key.server.ts';
import type { Session, Sessions } from './sessions.server.ts';
import type { Tablet, Tablets } from './tablets.server.ts';
import type { Tickets } from './tickets.server.ts';

export interface IdentitySettings {
	readonly secret: Uint8Array;
	readonly now: () => number;
	readonly accounts: Accounts;
	readonly sessions: Sessions;
	readonly tablets: Tablets;
	readonly tickets: Tickets;
	readonly directory: Directory;
	/** The device's token, as the line's handshake brought it. */
	readonly tokenOf: (line: Line) => string | undefined;
	/** Something in the background went wrong: to be logged. */
	readonly failed: (error: unknown) => void;
	/** What is wrong with the server just now, as text keys. */
	readonly trouble: () => readonly string[];
	readonly replicas: {
		/** Whose replica a number is, and how far it is judged. */
		readonly of: (clientId: string) => Promise<{ personId: string; lastSeq: number } | undefined>;
		readonly enrol: (clientId: string, actor: Actor) => Promise<void>;
	};
}

type Bytes = Uint8Array<ArrayBuffer>;

export class Identities {
	readonly #settings: IdentitySettings;
	readonly #unsent = new Map<string, number>();

	constructor(settings: IdentitySettings) {
		this.#settings = settings;
	}

	/** The person's key, as it is given out at sign-in. */
	async keyOf(personId: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
		const account = await this.#settings.accounts.of(personId);
		return account && personKey(this.#settings.secret, personId, account.key_number);
	}

	readonly identify: DeskSettings['identify'] = async (line, claim) => {
		const { tablets, tickets, sessions, directory, now } = this.#settings;
		const byCookie = await tablets.byToken(this.#settings.tokenOf(line));
		const tablet = byCookie ?? (await this.#deviceOfSession(claim.session));
		if (!tablet) return 'ended';
		if (tablet.revoked_at !== null) return 'revoked';
		if (claim.session === undefined) return this.#asDevice(line, tablet);
		const speaker = await this.#speaker(line, tablet, { ...claim, session: claim.session });
		if (typeof speaker === 'string') return speaker;
		const { actor, session } = speaker;
		// Given before the session is read once more: whoever ends it from now on finds the line by its ticket.
		const ticket = tickets.give(line, { actor, tabletId: tablet.id, sessionId: session.id });
		await this.#noted(sessions.seen(session.id, { build: claim.build ?? '' }));
		const still = await sessions.heldOn(tablet.id, session.id);
		if (typeof still === 'string') return still;
		const looksAfter = may(actor, 'access.manage', 'municipality', now());
		return {
			actor,
			ticket,
			leaseUntil: directory.leaseUntil(actor, now()),
			...(looksAfter ? { trouble: [...this.#settings.trouble()] } : {}),
			...(byCookie ? {} : { cookieLost: true as const })
		};
	};

	/** A browser killed right after sign-in has lost its cookie, but not the session, which says on which device it holds. */
	async #deviceOfSession(id: string | undefined): Promise<Tablet | undefined> {
		const tabletId = id === undefined ? undefined : await this.#settings.sessions.tabletOf(id);
		return tabletId === undefined ? undefined : this.#settings.tablets.of(tabletId);
	}

	/** That somebody was seen is worth a line on disk, but not a greeting: on a full disk everything can still be read. */
	async #noted(writing: Promise<void>): Promise<void> {
		await writing.catch(this.#settings.failed);
	}

	/** A replica says how much it still holds; kept where it differs from what is known. */
	readonly unsent = (line: Line, count: number): void => {
		const id = this.#settings.tickets.holderOn(line)?.sessionId;
		if (id === undefined || (this.#unsent.get(id) ?? 0) === count) return;
		this.#unsent.set(id, count);
		this.#settings.sessions.seen(id, { unsent: count }).catch(this.#settings.failed);
	};

	/** The person or the device as they are now. */
	actorNow(actor: Actor): Actor | undefined {
		return isDevice(actor) ? actor : this.#settings.directory.actor(actor.personId);
	}

	/** Opens what another person of this device has written and could not send, up to what does not open. */
	readonly openLetters: DeskSettings['openLetters'] = async (line, { clientId, personId, letters }) => {
		const { tablets, sessions, directory, replicas } = this.#settings;
		const tablet = await tablets.byToken(this.#settings.tokenOf(line));
		if (!tablet || tablet.revoked_at !== null) return undefined;
		const known = await replicas.of(clientId);
		if (known && known.personId !== personId) return undefined;
		// Only for whoever has been signed in on this very device; a session that has ended still lets out what was written in it.
		const here = await sessions.ever(personId, tablet.id);
		// A replica that nobody knows yet is bound only where its person may still come in here.
		const running = known ? [] : await sessions.running({ person_id: personId, tablet_id: tablet.id });
		const keys = here && (known || running.length > 0) ? await this.#keysOf(personId) : [];
		if (keys.length === 0) return undefined;
		const opened = letters.map((letter) => opening(keys, clientId, letter));
		const closed = opened.findIndex((mutation) => mutation === undefined);
		const mutations = (closed === -1 ? opened : opened.slice(0, closed)).filter((mutation) => mutation !== undefined);
		const now = (): Actor => directory.actor(personId) ?? { personId, name: '', role: '' };
		// Judged by what they may when it is judged, not by what they could when it was opened.
		const sender = {
			clientId,
			get actor() {
				return now();
			}
		};
		// A replica that never came to speak for itself: its letters say whose it is, since they open.
		if (!known && mutations.length > 0) await replicas.enrol(clientId, now());
		return { sender, mutations, lastSeq: known?.lastSeq ?? 0, broken: letters[closed]?.seq };
	};

	/** The person's seal keys, the newest first: what was written before a key was changed still opens. */
	async #keysOf(personId: string): Promise<Bytes[]> {
		const account = await this.#settings.accounts.of(personId);
		const numbers = Array.from({ length: account?.key_number ?? 0 }, (_, index) => index + 1).reverse();
		return numbers.map((number) => sealKeyOf(personKey(this.#settings.secret, personId, number)));
	}

	async #asDevice(line: Line, tablet: Tablet): Promise<Known | 'revoked'> {
		const { tablets, tickets } = this.#settings;
		const actor = deviceActor(tablet);
		const ticket = tickets.give(line, { actor, tabletId: tablet.id, sessionId: undefined });
		await this.#noted(tablets.seen(tablet.id));
		return (await tablets.of(tablet.id))?.revoked_at === null ? { actor, ticket } : 'revoked';
	}

	async #speaker(
		line: Line,
		tablet: Tablet,
		{ session: id, proof = '', clientId }: Claim & { session: string; clientId: string }
	): Promise<{ actor: Actor; session: Session } | 'ended' | 'revoked'> {
		const session = await this.#settings.sessions.heldOn(tablet.id, id);
		if (typeof session === 'string') return (await this.#hasLeft(clientId)) ? 'revoked' : session;
		const key = await this.keyOf(session.person_id);
		const proven = key && verifyProof(key, `${line.id}|${clientId}|${id}`, proof);
		const actor = this.#settings.directory.actor(session.person_id);
		// Whoever has left is told so, and what they hold here goes.
		if (!actor) return 'revoked';
		return proven ? { actor, session } : 'ended';
	}

	/** Of whoever was erased no session is left to say so, but their replica must go from every device. */
	async #hasLeft(clientId: string): Promise<boolean> {
		const personId = (await this.#settings.replicas.of(clientId))?.personId;
		return personId !== undefined && this.#settings.directory.person(personId)?.leftAt !== undefined;
	}
}

function opening(keys: readonly Bytes[], clientId: string, letter: Letter): PushedMutation | undefined {
	const { body: _, ...rest } = letter;
	for (const key of keys) {
		const args = openEnvelope(key, { clientId, ...letter });
		if (args.ok) return { ...rest, args: args.value };
	}
	return undefined;
}
