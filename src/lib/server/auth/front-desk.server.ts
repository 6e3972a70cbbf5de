// The composition of everything that lets people in, over the store that holds the rows.
import { mayRead } from '#lib/features/access/index.ts';
import { refuse, systemRandom } from '#lib/kernel/index.ts';
import type { Authority, DeskSettings, HistoryEntry, Line } from '#lib/sync/authority/index.ts';
import type { Actor, Frame, ScopeId } from '#lib/sync/contract/index.ts';
import { runRetention } from '../retention.server.ts';
import type { SqliteStore } from '../store/sqlite-store.server.ts';
import { addressKey } from '../audit/network.server.ts';
import { AuditLog } from '../audit/audit-log.server.ts';
import { RefusedSignIns } from '../audit/refused-sign-ins.server.ts';
import type { RateLimits } from '../http/rate-limits.server.ts';
import { Accounts } from './accounts.server.ts';
import { BreakGlass } from './break-glass.server.ts';
import { answerCall, type Answer } from './call.server.ts';
import type { Caller } from './caller.server.ts';
import { calls } from './calls/index.server.ts';
import { Directory } from './directory.server.ts';
import { Identities } from './identities.server.ts';
import { Invitations } from './invitations.server.ts';
import type { AuditEntry } from '../audit/entry.server.ts';
import { notedDeed, whoLeft } from './noted-deeds.server.ts';
import { Office } from './office.server.ts';
import { SingleSignOn } from './oidc.server.ts';
import { PasskeyRows } from './passkey-rows.server.ts';
import { Passkeys } from './passkeys.server.ts';
import { Sessions } from './sessions.server.ts';
import { SsoDoor, type WayOn } from './sso-door.server.ts';
import { Tablets, tokenIn, type Tablet } from './tablets.server.ts';
import { Tickets, type Holder } from './tickets.server.ts';
import { newToken } from './tokens.server.ts';

export interface FrontDeskSettings {
	readonly store: SqliteStore;
	readonly authority: Authority;
	readonly secret: Uint8Array;
	/** True where the installation is reached over https. */
	readonly secure: boolean;
	/** Where people find this server: passkeys belong to its name, and single sign-on comes back to it. */
	readonly origin: string;
	/** The municipality's own log-in, where it has one. */
	readonly sso?: { readonly issuer: string; readonly clientId: string; readonly clientSecret?: string } | undefined;
	/** Why a passkey or a single sign-on did not hold, for the log; no personal data. */
	readonly onrefused?: (reason: string) => void;
	readonly now: () => number;
	readonly limits: Pick<RateLimits, 'take' | 'signIn' | 'signedIn'>;
	/** Something in the background went wrong: to be logged. */
	readonly failed: (error: unknown) => void;
	/** What is wrong with the server just now, as text keys. */
	readonly trouble: () => readonly string[];
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
	#noting: Promise<void> = Promise.resolve();
	/** Every turn up to this moment has been noticed. */
	#noticed: number;

	private constructor(settings: FrontDeskSettings, office: Office) {
		this.#settings = settings;
		this.#office = office;
		this.#identities = office.parts.identities;
		this.#noticed = settings.now();
	}

	static async open(settings: FrontDeskSettings): Promise<FrontDesk> {
		const { store, authority, secret, secure, now, limits, trouble, failed, rightsChanged } = settings;
		const accounts = new Accounts(store.db);
		const sessions = new Sessions(store.db, now);
		const tablets = new Tablets(store.db, now);
		const tickets = new Tickets();
		const audit = new AuditLog({ db: store.db, now, salt: newToken });
		const refusedSignIns = new RefusedSignIns({ audit, now, failed });
		const directory = await Directory.open(store, rightsChanged);
		const identities = new Identities({
			secret,
			now,
			accounts,
			sessions,
			tablets,
			tickets,
			directory,
			trouble,
			failed,
			tokenOf: (line) => tokenIn(line.cookie, secure),
			replicas: {
				of: async (clientId) => {
					const replica = await store.device(clientId);
					return replica && { personId: replica.actor.personId, lastSeq: replica.lastSeq };
				},
				enrol: (clientId, actor) => store.enrol({ clientId, actor, lastSeq: 0 }, now())
			}
		});
		const { origin, sso, onrefused } = settings;
		const heard = onrefused ? { onrefused, onfailed: onrefused } : {};
		const random = systemRandom;
		const passkeys = new Passkeys({
			rpId: new URL(origin).hostname,
			rpName: 'Beredd',
			origins: [origin],
			now,
			random,
			...heard
		});
		const provider =
			sso &&
			new SingleSignOn({
				...sso,
				redirectUri: `${origin}/sso/callback`,
				scopes: ['email', 'profile'],
				now,
				random,
				...heard
			});
		const office = new Office({
			now,
			db: store.db,
			secure,
			accounts,
			passkeys,
			passkeyRows: new PasskeyRows(store.db),
			sso: new SsoDoor({ provider, accounts, directory, secure, now, random }),
			sessions,
			tablets,
			invitations: new Invitations(store.db, now),
			breakGlass: new BreakGlass(store.db, now),
			audit,
			limits,
			refusedSignIns,
			tickets,
			directory,
			identities,
			beginning: { store, authority, now },
			setUpToken: (await accounts.any()) ? undefined : newToken()
		});
		const desk = new FrontDesk(settings, office);
		desk.#turn = setInterval(() => {
			desk.lookAtClock();
		}, TURN_MS);
		return desk;
	}

	/** Where the first administrator begins; undefined once the installation is set up. */
	get setUpPath(): string | undefined {
		const { setUpToken } = this.#office.parts;
		return setUpToken && `/setup/${setUpToken}`;
	}

	/** What the desk of the sockets asks. */
	get forDesk(): Pick<DeskSettings, 'identify' | 'actorNow' | 'openLetters' | 'unsent' | 'mayRead'> {
		return {
			identify: this.#identities.identify,
			actorNow: (actor) => this.#identities.actorNow(actor),
			openLetters: this.#identities.openLetters,
			unsent: this.#identities.unsent,
			mayRead: this.mayRead
		};
	}

	readonly mayRead = (actor: Actor, scope: ScopeId): boolean => mayRead(actor, scope, this.#settings.now());

	hear(frames: readonly Frame[]): void {
		this.#office.parts.directory.hear(frames);
	}

	/** Notes of what a commit has accepted what the audit log must know; whoever has left loses every way in. */
	accepted(entries: readonly HistoryEntry[]): void {
		const { directory } = this.#office.parts;
		const noted = entries.map((entry) => ({ entry, row: notedDeed(entry, (id) => directory.grant(id)) }));
		// One after the other, and each by itself: a row that cannot be written must not take the next one with it.
		for (const { entry, row } of noted) {
			this.#noting = this.#noting.then(() => this.#note(entry, row)).catch(this.#settings.failed);
		}
	}

	async #note(entry: HistoryEntry, row: AuditEntry | undefined): Promise<void> {
		if (row) await this.#office.parts.audit.append(row);
		const left = whoLeft(entry);
		if (left !== undefined) await this.#office.shutOut(left);
	}

	/** Forgets what need not be kept any longer. */
	retain(): Promise<number> {
		const { audit, directory, now } = this.#office.parts;
		return runRetention({ db: this.#settings.store.db, audit, now, days: () => directory.days('retentionDays') });
	}

	left(line: Line): void {
		this.#office.parts.tickets.left(line);
	}

	/** Whoever holds the ticket, as they are now; a ticket is worth something on its own device only. */
	async holderOf({ ticket, cookie }: Pick<Question, 'ticket' | 'cookie'>): Promise<Actor | undefined> {
		const { tablets, secure } = this.#office.parts;
		const holder = this.#heldBy(ticket, await tablets.byToken(tokenIn(cookie, secure)));
		return holder && this.#identities.actorNow(holder.actor);
	}

	async answer({ name, message, cookie, ticket, address, deviceName }: Question): Promise<Answer<unknown>> {
		const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
		if (!call) return refuse('access.not-permitted');
		const { tablets, secure } = this.#office.parts;
		const tablet = await tablets.byToken(tokenIn(cookie, secure));
		const caller: Caller = { address, tablet, holder: this.#heldBy(ticket, tablet), deviceName, cookie, ticket };
		return answerCall({ name, ...call }, this.#office, message, caller);
	}

	#heldBy(ticket: string | undefined, tablet: Tablet | undefined): Holder | undefined {
		const holder = this.#office.parts.tickets.holder(ticket);
		return holder && holder.tabletId === tablet?.id ? holder : undefined;
	}

	/** Out to the municipality's own log-in; on a shared tablet it asks anew who somebody is. */
	async ssoBegin(cookie: string | undefined, address: string): Promise<WayOn> {
		const { sso, tablets, limits, secure } = this.#office.parts;
		const taken = await limits.take('sign-in', `sso ${addressKey(address)}`);
		if (!taken.ok) return sso.refused(taken.code);
		const tablet = await tablets.byToken(tokenIn(cookie, secure));
		return sso.begin({ anew: tablet?.shared === 1 });
	}

	ssoFinish(url: URL, cookie: string | undefined): Promise<WayOn> {
		return this.#office.parts.sso.finish(url, cookie);
	}

	async close(): Promise<void> {
		clearInterval(this.#turn);
		await this.#noting;
		await this.#office.parts.refusedSignIns.sumUp({ all: true });
	}

	/** Notices rights that have begun or ended by themselves since it last looked; its own timer calls it. */
	lookAtClock(): void {
		const now = this.#settings.now();
		this.#office.parts.refusedSignIns.sumUp().catch(this.#settings.failed);
		const turn = this.#office.parts.directory.nextTurn(this.#noticed);
		this.#noticed = now;
		if (turn !== undefined && turn <= now) this.#settings.rightsChanged();
	}
}
