// The composition of everything that lets people in, over the store that holds the rows.
import { mayRead } from '#lib/features/access/index.ts';
import { refuse } from '#lib/kernel/index.ts';
import type { Authority, DeskSettings, Line } from '#lib/sync/authority/index.ts';
import type { Actor, Frame, ScopeId } from '#lib/sync/contract/index.ts';
import type { SqliteStore } from '../store/sqlite-store.server.ts';
import { Accounts } from './accounts.server.ts';
import { answerCall, type Answer, type Caller } from './call.server.ts';
import { calls } from './calls/index.server.ts';
import { Directory } from './directory.server.ts';
import { Identities } from './identities.server.ts';
import { Invitations } from './invitations.server.ts';
import { Office } from './office.server.ts';
import { Sessions } from './sessions.server.ts';
import { Tablets, tokenIn } from './tablets.server.ts';
import { Tickets } from './tickets.server.ts';
import { newToken } from './tokens.server.ts';

export interface FrontDeskSettings {
	readonly store: SqliteStore;
	readonly authority: Authority;
	readonly secret: Uint8Array;
	/** True where the installation is reached over https. */
	readonly secure: boolean;
	readonly now: () => number;
	/** Somebody's rights have changed, by a decision or by the time. */
	readonly rightsChanged: () => void;
}

/** A question as it came over HTTP. */
export interface Question {
	readonly name: string;
	readonly message: unknown;
	readonly cookie: string | undefined;
	readonly ticket: string | undefined;
	readonly address: string;
	readonly deviceName: string;
}

/** Rights that begin or end by themselves are noticed within this. */
const TURN_MS = 2_000;

export class FrontDesk {
	readonly #settings: FrontDeskSettings;
	readonly #office: Office;
	readonly #identities: Identities;
	#turn: NodeJS.Timeout | undefined;
	#turnsAt: number | undefined;

	private constructor(settings: FrontDeskSettings, office: Office) {
		this.#settings = settings;
		this.#office = office;
		this.#identities = office.parts.identities;
	}

	static async open(settings: FrontDeskSettings): Promise<FrontDesk> {
		const { store, authority, secret, secure, now, rightsChanged } = settings;
		const accounts = new Accounts(store.db);
		const sessions = new Sessions(store.db, now);
		const tablets = new Tablets(store.db, now);
		const tickets = new Tickets();
		const directory = await Directory.open(store, rightsChanged);
		const identities = new Identities({
			secret,
			now,
			accounts,
			sessions,
			tablets,
			tickets,
			directory,
			tokenOf: (line) => tokenIn(line.cookie, secure),
			replicas: {
				of: async (clientId) => {
					const replica = await store.device(clientId);
					return replica && { personId: replica.actor.personId, lastSeq: replica.lastSeq };
				},
				enrol: (clientId, actor) => store.enrol({ clientId, actor, lastSeq: 0 }, now())
			}
		});
		const office = new Office({
			now,
			secure,
			accounts,
			sessions,
			tablets,
			invitations: new Invitations(store.db, now),
			tickets,
			directory,
			identities,
			beginning: { store, authority, now },
			setUpToken: (await accounts.any()) ? undefined : newToken()
		});
		const desk = new FrontDesk(settings, office);
		desk.#turn = setInterval(() => {
			desk.#turned();
		}, TURN_MS);
		return desk;
	}

	/** Where the first administrator begins; undefined once the installation is set up. */
	get setUpPath(): string | undefined {
		const { setUpToken } = this.#office.parts;
		return setUpToken && `/setup/${setUpToken}`;
	}

	/** What the desk of the sockets asks. */
	get forDesk(): Pick<DeskSettings, 'identify' | 'actorNow' | 'openLetters' | 'mayRead'> {
		return {
			identify: this.#identities.identify,
			actorNow: (actor) => this.#identities.actorNow(actor),
			openLetters: this.#identities.openLetters,
			mayRead: this.mayRead
		};
	}

	readonly mayRead = (actor: Actor, scope: ScopeId): boolean => mayRead(actor, scope, this.#settings.now());

	hear(frames: readonly Frame[]): void {
		this.#office.parts.directory.hear(frames);
	}

	left(line: Line): void {
		this.#office.parts.tickets.left(line);
	}

	/** Whoever holds the ticket, as they are now. */
	holderOf(ticket: string | undefined): Actor | undefined {
		const holder = this.#office.parts.tickets.holder(ticket);
		return holder && this.#identities.actorNow(holder.actor);
	}

	async answer({ name, message, cookie, ticket, address, deviceName }: Question): Promise<Answer<unknown>> {
		const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
		if (!call) return refuse('access.not-permitted');
		const { tablets, tickets, secure } = this.#office.parts;
		const tablet = await tablets.byToken(tokenIn(cookie, secure));
		const holder = tickets.holder(ticket);
		// A ticket is worth something on its own device only.
		const own = holder && holder.tabletId === tablet?.id ? holder : undefined;
		const caller: Caller = { address, tablet, holder: own, deviceName };
		return answerCall(call, this.#office, message, caller);
	}

	close(): void {
		clearInterval(this.#turn);
	}

	#turned(): void {
		const now = this.#settings.now();
		if (this.#turnsAt !== undefined && this.#turnsAt <= now) this.#settings.rightsChanged();
		this.#turnsAt = this.#office.parts.directory.nextTurn(now);
	}
}
