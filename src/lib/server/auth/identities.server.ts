// Who speaks on a line: the device by its cookie, the person by a session on that device and the proof of their key.
import { deviceActor, isDevice } from '#lib/features/access/index.ts';
import { DAY_MS } from '#lib/kernel/index.ts';
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
	readonly replicas: {
		/** Whose replica a number is, and how far it is judged. */
		readonly of: (clientId: string) => Promise<{ personId: string; lastSeq: number } | undefined>;
		readonly enrol: (clientId: string, actor: Actor) => Promise<void>;
	};
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Who leads must be able to work through a long outage; the others come back sooner. Source: promises.md 4.4. */
const LEASE_LEADER_MS = 7 * DAY_MS;
const LEASE_MS = 3 * DAY_MS;
const LEADERS = ['administrator', 'crisisLeadership', 'dutyOfficer'];

/** Until when a device may open this person's rows without contact. */
export function leaseUntil({ rights = [] }: Actor, now: number): number {
	return now + (rights.some(({ as }) => LEADERS.includes(as)) ? LEASE_LEADER_MS : LEASE_MS);
}

export class Identities {
	readonly #settings: IdentitySettings;

	constructor(settings: IdentitySettings) {
		this.#settings = settings;
	}

	/** The person's key, as it is given out at sign-in. */
	async keyOf(personId: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
		const account = await this.#settings.accounts.of(personId);
		return account && personKey(this.#settings.secret, personId, account.key_number);
	}

	readonly identify: DeskSettings['identify'] = async (line, claim) => {
		const { tablets, tickets, now } = this.#settings;
		const tablet = await tablets.byToken(this.#settings.tokenOf(line));
		if (!tablet) return 'ended';
		if (tablet.revoked_at !== null) return 'revoked';
		if (claim.session === undefined) return this.#asDevice(line, tablet);
		const speaker = await this.#speaker(line, tablet, { ...claim, session: claim.session });
		if (typeof speaker === 'string') return speaker;
		const { actor, session } = speaker;
		await this.#settings.sessions.seen(session.id, { build: claim.build ?? '', unsent: 0 });
		const ticket = tickets.give(line, { actor, tabletId: tablet.id, sessionId: session.id });
		return { actor, ticket, leaseUntil: leaseUntil(actor, now()) };
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
		const keys = here ? await this.#keysOf(personId) : [];
		if (keys.length === 0) return undefined;
		const opened = letters.map((letter) => opening(keys, clientId, letter));
		const closed = opened.findIndex((mutation) => mutation === undefined);
		const mutations = (closed === -1 ? opened : opened.slice(0, closed)).filter((mutation) => mutation !== undefined);
		const actor = directory.actor(personId) ?? { personId, name: '', role: '' };
		// A replica that never came to speak for itself: its letters say whose it is, since they open.
		if (!known && mutations.length > 0) await replicas.enrol(clientId, actor);
		return { sender: { clientId, actor }, mutations, lastSeq: known?.lastSeq ?? 0, broken: letters[closed]?.seq };
	};

	/** The person's seal keys, the newest first: what was written before a key was changed still opens. */
	async #keysOf(personId: string): Promise<Bytes[]> {
		const account = await this.#settings.accounts.of(personId);
		const numbers = Array.from({ length: account?.key_number ?? 0 }, (_, index) => index + 1).reverse();
		return numbers.map((number) => sealKeyOf(personKey(this.#settings.secret, personId, number)));
	}

	async #asDevice(line: Line, tablet: Tablet): Promise<Known> {
		await this.#settings.tablets.seen(tablet.id);
		const actor = deviceActor(tablet);
		const ticket = this.#settings.tickets.give(line, { actor, tabletId: tablet.id, sessionId: undefined });
		return { actor, ticket };
	}

	async #speaker(
		line: Line,
		tablet: Tablet,
		{ session: id, proof = '', clientId }: Claim & { session: string; clientId: string }
	): Promise<{ actor: Actor; session: Session } | 'ended' | 'revoked'> {
		const session = await this.#settings.sessions.heldOn(tablet.id, id);
		if (typeof session === 'string') return session;
		const key = await this.keyOf(session.person_id);
		const proven = key && verifyProof(key, `${line.id}|${clientId}|${id}`, proof);
		const actor = this.#settings.directory.actor(session.person_id);
		// Whoever has left is told so, and what they hold here goes.
		if (!actor) return 'revoked';
		return proven ? { actor, session } : 'ended';
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
