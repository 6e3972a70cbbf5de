// The desk that lets people in, over a database in memory: asked as over HTTP, with lines that go nowhere.
import { createHmac, hkdfSync } from 'node:crypto';
import { FrontDesk, type FrontDeskSettings } from '#lib/server/auth/front-desk.server.ts';
import { RateLimits } from '#lib/server/http/rate-limits.server.ts';
import { openSqliteStore, type SqliteStore } from '#lib/server/store/sqlite-store.server.ts';
import { registry } from '#lib/features/registry.ts';
import { newId, systemRandom } from '#lib/kernel/index.ts';
import { Authority, type Line } from '#lib/sync/authority/index.ts';
import type { Frame } from '#lib/sync/contract/index.ts';
import { sha256 } from './in-process.ts';
import { PASSWORD } from './staff.ts';

const ORIGIN = 'http://localhost:3000';

interface Admitted {
	readonly personId: string;
	readonly key: string;
	readonly session: string;
}

/** One browser: its device cookie, and whoever is signed in on it. */
export class Desktop {
	readonly #desk: FrontDesk;
	readonly #cookies = new Map<string, string>();
	#ticket: string | undefined;
	clientId = `client-${newId(Date.now(), systemRandom)}`;
	personId = '';
	ended = false;
	#admitted: Admitted | undefined;

	constructor(desk: FrontDesk) {
		this.#desk = desk;
	}

	get cookie(): string {
		return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
	}

	take(cookie: string | undefined): void {
		const [name, value] = cookie?.split(';')[0]?.split('=') ?? [];
		if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
	}

	/** `ok` or the code of the refusal, with what came. */
	async ask(name: string, message: object = {}): Promise<{ code: string; value: unknown }> {
		const answer = await this.#desk.answer({
			name,
			message,
			cookie: this.cookie,
			ticket: this.#ticket,
			address: '127.0.0.1',
			deviceName: 'Chrome, Linux'
		});
		this.take(answer.cookie);
		return answer.ok ? { code: 'ok', value: answer.value } : { code: answer.code, value: undefined };
	}

	async code(name: string, message: object = {}): Promise<string> {
		return (await this.ask(name, message)).code;
	}

	/** Signs in by a call that admits, and opens a line as the app does; the code of what came of it. */
	async enter(name: string, message: object): Promise<string> {
		const { code, value } = await this.ask(name, message);
		if (code !== 'ok') return code;
		this.#admitted = value as Admitted;
		this.personId = this.#admitted.personId;
		return this.greet();
	}

	/** `welcome`, or why not. */
	async greet(): Promise<string> {
		if (!this.#admitted) return 'nobody';
		const { key, session } = this.#admitted;
		const nothing = (): void => undefined;
		const line: Line = {
			id: newId(Date.now(), systemRandom),
			cookie: this.cookie,
			end: () => {
				this.ended = true;
			},
			join: nothing,
			leave: nothing,
			emit: nothing,
			hint: nothing
		};
		const proofKey = Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64url'), '', 'beredd proof', 32));
		const text = `${line.id}|${this.clientId}|${session}`;
		const proof = createHmac('sha256', proofKey).update(text).digest('base64url');
		const known = await this.#desk.forDesk.identify(line, { clientId: this.clientId, session, proof });
		if (typeof known === 'string') return known;
		this.#ticket = known.ticket;
		return 'welcome';
	}
}

export interface Office {
	readonly desk: FrontDesk;
	readonly store: SqliteStore;
	readonly browser: () => Desktop;
	/** The first administrator, on a browser of their own. */
	readonly administrator: Desktop;
	/** Invited by the administrator, and signed in with `PASSWORD`. */
	readonly newcomer: (name: string, email: string, phone?: string) => Promise<Desktop>;
	readonly do: (as: Desktop, name: string, args: object) => Promise<string>;
	readonly close: () => Promise<void>;
}

export async function openOffice(
	now: () => number,
	settings: Partial<Pick<FrontDeskSettings, 'sso' | 'origin'>> = {}
): Promise<Office> {
	const store = await openSqliteStore(':memory:', registry, () => 'epoch');
	let salts = 0;
	const failed = (error: unknown): string => {
		throw error;
	};
	const authority: Authority = new Authority({
		store,
		registry,
		now,
		mayRead: () => true,
		server: { digest: sha256, salt: () => String((salts += 1)) },
		reportBug: failed,
		commitFailed: failed,
		deliver: (frames: readonly Frame[]) => {
			desk.hear(frames);
		}
	});
	const desk: FrontDesk = await FrontDesk.open({
		store,
		authority,
		secret: new Uint8Array(32).fill(7),
		secure: false,
		origin: ORIGIN,
		now,
		limits: new RateLimits(),
		failed,
		trouble: () => [],
		rightsChanged: () => undefined,
		...settings
	});
	const browser = (): Desktop => new Desktop(desk);
	const administrator = browser();
	await administrator.enter('set-up', {
		token: desk.setUpPath?.split('/').at(-1),
		municipality: 'Provköpings kommun',
		beginning: 'empty',
		name: 'Åsa Ek',
		title: 'Beredskapssamordnare',
		login: 'asa.ek@provkoping.example',
		password: PASSWORD
	});
	const act = async (as: Desktop, name: string, args: object): Promise<string> => {
		const actor = desk.forDesk.actorNow({ personId: as.personId, name: '', role: '' });
		if (!actor) return 'nobody';
		const clientId = `test-${newId(now(), systemRandom)}`;
		await store.enrol({ clientId, actor, lastSeq: 0 }, now());
		const reply = await new Promise<{ verdicts: readonly { refused?: string | undefined }[] } | undefined>(
			(resolve) => {
				authority.judge({ clientId, actor }, [{ seq: 1, name, args, at: now() }], resolve);
			}
		);
		return reply?.verdicts[0]?.refused ?? 'ok';
	};
	return {
		desk,
		store,
		browser,
		administrator,
		do: act,
		async newcomer(name, email, phone) {
			const personId = newId(now(), systemRandom);
			const person = { personId, name, title: 'Handläggare', email, ...(phone === undefined ? {} : { phone }) };
			await act(administrator, 'access.addPerson', person);
			const { value } = await administrator.ask('invite', { personId });
			const token = (value as { path: string }).path.split('/').at(-1);
			const own = browser();
			await own.enter('accept-invitation', { token, login: email, password: PASSWORD });
			return own;
		},
		async close() {
			await desk.close();
			await authority.idle();
			await store.close();
		}
	};
}
