// The whole server in one process, without sockets: front desk, desk and judge on a database in memory, at a clock that the test holds.
import { createHmac, hkdfSync } from 'node:crypto';
import { EVERY_RIGHT, giveRole, type RoleName } from '#lib/features/access/index.ts';
import { registry } from '#lib/features/registry.ts';
import { ok, type Result } from '#lib/kernel/index.ts';
import { Accounts } from '#lib/server/auth/accounts.server.ts';
import { FrontDesk } from '#lib/server/auth/front-desk.server.ts';
import { personKey } from '#lib/server/auth/person-key.server.ts';
import { Sessions } from '#lib/server/auth/sessions.server.ts';
import { Tablets } from '#lib/server/auth/tablets.server.ts';
import { openSqliteStore, type SqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { Authority, Desk, fill } from '#lib/sync/authority/index.ts';
import type { Claim, FillRequest, Frame, PushReply, ScopeId } from '#lib/sync/contract/index.ts';
import { HallLine, type Plant } from './hall-line.ts';
import { sha256 } from './in-process.ts';

export const NOON = Date.parse('2026-11-25T11:00:00Z');
const SECRET = new TextEncoder().encode('a secret of the municipality, long enough');

/** Somebody with an account and a session, and the device that it is on. */
export interface Staff {
	readonly personId: string;
	readonly tabletId: string;
	readonly cookie: string;
	readonly session: string;
	readonly key: Uint8Array<ArrayBuffer>;
}

export interface Given {
	readonly as: RoleName;
	readonly on: string;
	readonly from?: number;
	readonly until?: number;
}

/** Hundreds ask from one address here, and none of them is to be slowed. */
const UNLIMITED = {
	take: () => Promise.resolve(ok(undefined)),
	signIn: () => Promise.resolve(ok(undefined)),
	signedIn: () => Promise.resolve()
};

export class Hall {
	readonly store: SqliteStore;
	readonly bugs: unknown[] = [];
	readonly lines = new Set<HallLine>();
	/** What the server is broken by on purpose. */
	plant: Plant | undefined;
	clock = NOON;
	readonly authority: Authority;
	readonly desk: Desk;
	#frontDesk: FrontDesk | undefined;
	#delivered: readonly Frame[] = [];
	/** The id of the role that was given last. */
	lastGrant = '';
	#seq = 0;
	#ids = 0;

	private constructor(store: SqliteStore) {
		this.store = store;
		const now = (): number => this.clock;
		const note = (error: unknown): string => `bug ${this.bugs.push(error)}`;
		this.authority = new Authority({
			store,
			registry,
			now,
			mayRead: (actor, scope) => this.frontDesk.mayRead(actor, scope),
			server: { digest: sha256, salt: () => 'salt' },
			reportBug: note,
			commitFailed: note,
			deliver: (frames) => {
				this.#delivered = frames;
				this.frontDesk.hear(frames);
				this.desk.deliver(frames);
			}
		});
		this.desk = new Desk({
			identify: (line, claim) => this.frontDesk.forDesk.identify(line, claim),
			actorNow: (actor) => this.frontDesk.forDesk.actorNow(actor),
			openLetters: (line, delivery) => this.frontDesk.forDesk.openLetters(line, delivery),
			mayRead: (actor, scope) => this.frontDesk.mayRead(actor, scope),
			store,
			authority: this.authority,
			now,
			reportBug: note,
			toScope: (scope: ScopeId, event: 'frame' | 'poke', message?: Frame) => {
				for (const line of this.lines) if (line.rooms.has(scope)) line.hear(event, message);
			},
			left: (line) => {
				this.frontDesk.left(line);
			}
		});
	}

	/** A server in which nobody is yet. */
	static async open(): Promise<Hall> {
		const store = await openSqliteStore(':memory:', registry, () => 'epoch');
		const hall = new Hall(store);
		await store.enrol({ clientId: 'script', actor: { personId: 'script', name: 'Script', role: '–' }, lastSeq: 0 }, 0);
		hall.#frontDesk = await FrontDesk.open({
			store,
			authority: hall.authority,
			secret: SECRET,
			origin: 'http://localhost:3000',
			secure: false,
			now: () => hall.clock,
			limits: UNLIMITED,
			failed: (error) => hall.bugs.push(error),
			trouble: () => [],
			rightsChanged: () => {
				hall.desk.rightsChanged().catch((error: unknown) => hall.bugs.push(error));
			}
		});
		return hall;
	}

	get frontDesk(): FrontDesk {
		if (!this.#frontDesk) throw new Error('The hall is not open yet');
		return this.#frontDesk;
	}

	/** An id that no other call has given. */
	newId(of: string): string {
		return `${of}-${(this.#ids += 1)}`;
	}

	/** Does things in the name of nobody in particular; throws where one is refused. */
	async script(deeds: readonly (readonly [name: string, args: object])[], actor = 'script'): Promise<void> {
		const mutations = deeds.map(([name, args]) => ({ seq: (this.#seq += 1), name, args, at: this.clock }));
		const by = { personId: actor, name: 'Script', role: '–', rights: EVERY_RIGHT };
		const reply = await new Promise<PushReply | undefined>((resolve) => {
			this.authority.judge({ clientId: 'script', actor: by }, mutations, resolve);
		});
		const refused = reply?.verdicts.find((verdict) => verdict.refused !== undefined);
		const deed = deeds[mutations.findIndex(({ seq }) => seq === refused?.seq)];
		if (!reply || refused) throw new Error(`${deed?.[0] ?? 'The script'}: ${refused?.refused ?? 'not saved'}`);
	}

	/** A person with these roles, without an account. */
	async add(personId: string, roles: readonly Given[] = []): Promise<void> {
		await this.script([
			['access.addPerson', { personId, name: personId, title: 'Testare' }],
			...roles.map((role): [string, object] => [giveRole.name, { grantId: this.#newGrant(), personId, ...role }])
		]);
	}

	#newGrant(): string {
		this.lastGrant = this.newId('grant');
		return this.lastGrant;
	}

	/** Signs somebody in on `tablet`, or on a device of their own. */
	async signIn(personId: string, tablet?: { id: string; token: string }): Promise<Staff> {
		const now = (): number => this.clock;
		await new Accounts(this.store.db).set(personId, { login: `${personId}@here.example` }, this.clock);
		const { id, token } = tablet ?? (await this.newTablet(personId));
		const session = await new Sessions(this.store.db, now).begin(personId, id, 'password');
		const cookie = `beredd-device=${token}`;
		return { personId, tabletId: id, cookie, session, key: personKey(SECRET, personId, 1) };
	}

	newTablet(enrolledBy = 'script'): Promise<{ id: string; token: string }> {
		return new Tablets(this.store.db, () => this.clock).enrol({ name: 'Platta', shared: true, enrolledBy });
	}

	line(cookie?: string): HallLine {
		const line = new HallLine(this, this.newId('line'), cookie);
		this.lines.add(line);
		return line;
	}

	/** A line on which this person has been greeted. */
	async meet(staff: Staff, clientId = `client-${staff.personId}`): Promise<HallLine> {
		const line = this.line(staff.cookie);
		await line.greet(clientId, claimOf(staff, line.id, clientId));
		return line;
	}

	/** The same line says who it is once more. */
	greetAgain(line: HallLine, staff: Staff): Promise<unknown> {
		const clientId = `client-${staff.personId}`;
		return line.hello(clientId, claimOf(staff, line.id, clientId));
	}

	call(name: string, message: unknown, by: { cookie?: string; ticket?: string } = {}): Promise<Result<unknown>> {
		const asked = { name, message, address: '127.0.0.1', deviceName: 'Test' };
		return this.frontDesk.answer({ ...asked, cookie: by.cookie, ticket: by.ticket });
	}

	/** A frame as it would be were the names of other scopes not taken out of it; else as it is. */
	withOthers(frame: Frame): Frame {
		const whole = this.#delivered.find(({ scope, to }) => scope === frame.scope && to === frame.to);
		return this.plant === 'with-unfiltered' && whole ? whole : frame;
	}

	/** Somebody says that they are in a scope. */
	present(line: HallLine, { personId }: Staff, scope: string): void {
		const said = { scope, place: 'log' };
		if (this.plant === 'presence-unchecked') line.hint(scope, 'presence', { ...said, personId, name: '', role: '' });
		else this.desk.handle(line, 'presence', said, () => undefined);
	}

	/** A page over HTTP, as the installation answers it. */
	async page(request: FillRequest, by: { cookie?: string; ticket?: string }): Promise<unknown> {
		const actor = await this.frontDesk.holderOf({ cookie: by.cookie, ticket: by.ticket });
		return actor && fill(this.store, request, { registry, actor, mayRead: this.frontDesk.mayRead });
	}

	/** Lets the clock go on, and what happens by it happen. */
	async pass(ms: number): Promise<void> {
		this.clock += ms;
		this.frontDesk.lookAtClock();
		await this.rest();
	}

	/** Until everything asked for has been done. */
	async rest(): Promise<void> {
		for (let turn = 0; turn < 8; turn += 1) {
			await this.authority.idle();
			await new Promise((resolve) => setImmediate(resolve));
		}
	}

	async close(): Promise<void> {
		await this.frontDesk.close();
		await this.authority.idle();
		await this.store.close();
	}
}

/** What a person’s unlocked app says on a line. */
export function claimOf({ key, session }: Staff, lineId: string, clientId: string): Required<Claim> {
	const proofKey = Buffer.from(hkdfSync('sha256', key, '', 'beredd proof', 32));
	const proof = createHmac('sha256', proofKey).update(`${lineId}|${clientId}|${session}`).digest('base64url');
	return { session, proof };
}
