// The server's composition root: one store, one judge, the sockets; made once per process.
import { hash, randomBytes } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { may, mayRead } from '#lib/features/access/index.ts';
import { DAY_MS } from '#lib/kernel/index.ts';
import { registry } from '#lib/features/registry.ts';
import { Authority, Desk, fill } from '#lib/sync/authority/index.ts';
import { FillRequest, type FillPage } from '#lib/sync/contract/index.ts';
import type { Answer } from './auth/call.server.ts';
import { FrontDesk, type Question } from './auth/front-desk.server.ts';
import { BackupSchedule } from './backup/backup-schedule.server.ts';
import { readEnvironment } from './environment.server.ts';
import { healthOf, type Health } from './health.server.ts';
import { RateLimits } from './http/rate-limits.server.ts';
import { log, logBug } from './log.server.ts';
import { Realtime } from './realtime/realtime.server.ts';
import { openSqliteStore } from './store/sqlite-store.server.ts';
import { Trouble, watchWrites } from './trouble.server.ts';

export interface Installation {
	attach(http: HttpServer): void;
	/** Undefined when nobody holds the ticket, or the scope is unknown or not for whoever does. */
	fillPage(request: unknown, by: Pick<Question, 'ticket' | 'cookie'>): Promise<FillPage | undefined>;
	/** A question about people and devices. */
	answer(question: Question): Promise<Answer<unknown>>;
	/** Out to the municipality's own log-in, and back from it. */
	readonly ssoBegin: FrontDesk['ssoBegin'];
	readonly ssoFinish: FrontDesk['ssoFinish'];
	/** Where the first administrator begins; undefined once the installation is set up. */
	readonly setUpPath: string | undefined;
	health(): Promise<Health>;
	/** Finishes what is being judged, closes sockets and the database. */
	close(): Promise<void>;
}

/** Tombstones live this long; an older device fills its scopes again. */
const TOMBSTONES_KEPT_MS = 120 * DAY_MS;

const SALT_BYTES = 16;
const SALTS_AT_ONCE = 256;

/** Salts of 16 random bytes in hexadecimal; drawn many at a time, since each draw asks the operating system. */
function saltSource(): () => string {
	let drawn = '';
	return () => {
		if (drawn === '') drawn = randomBytes(SALT_BYTES * SALTS_AT_ONCE).toString('hex');
		const salt = drawn.slice(0, SALT_BYTES * 2);
		drawn = drawn.slice(SALT_BYTES * 2);
		return salt;
	};
}

let running: Promise<Installation> | undefined;

export function installation(): Promise<Installation> {
	running ??= open();
	return running;
}

async function open(): Promise<Installation> {
	const environment = readEnvironment(process.env);
	const { database, origin, hops, secret, secure, oidc, backup: plan } = environment;
	const now = Date.now;
	const trouble = new Trouble();
	const store = watchWrites(await openSqliteStore(database, registry, () => randomBytes(16).toString('hex')), trouble);
	const backups =
		plan &&
		new BackupSchedule({
			places: environment,
			plan,
			trouble,
			now,
			failed: (error) => logBug(error, 'backup')
		});

	const authority: Authority = new Authority({
		store,
		registry,
		now,
		mayRead: (actor, scope) => mayRead(actor, scope, now()),
		server: {
			digest: (text) => hash('sha256', text, 'hex'),
			salt: saltSource()
		},
		reportBug: (error, { name }) => logBug(error, name),
		commitFailed: (error) => logBug(error, 'commit'),
		accepted: (entries) => {
			frontDesk.accepted(entries);
		},
		deliver: (frames) => {
			frontDesk.hear(frames);
			desk.deliver(frames);
		}
	});
	const limits = new RateLimits();
	const frontDesk: FrontDesk = await FrontDesk.open({
		store,
		authority,
		secret,
		secure,
		origin,
		sso: oidc,
		onrefused: () => {
			log.info({ where: 'sign-in' }, 'a passkey or a single sign-on was refused');
		},
		now,
		limits,
		failed: (error) => logBug(error, 'audit'),
		trouble: () => trouble.codes,
		rightsChanged: () => {
			desk.rightsChanged().catch((error: unknown) => logBug(error, 'rights'));
		}
	});
	const realtime = new Realtime({ origin, hops, limits, now, reportBug: logBug });
	const desk = new Desk({
		...frontDesk.forDesk,
		store,
		authority,
		now,
		reportBug: logBug,
		toScope: realtime.toScope,
		left: (line) => {
			frontDesk.left(line);
		}
	});
	trouble.listen(() => {
		desk.trouble(trouble.codes, (actor) => may(actor, 'access.manage', 'municipality', now()));
	});
	// A failure is only logged: on a full disk the server must start, since it can still be read.
	const forget = (): Promise<void> =>
		store.dropTombstones(now() - TOMBSTONES_KEPT_MS).catch((error: unknown) => void logBug(error, 'tombstones'));
	await forget();
	const retain = (): Promise<void> =>
		frontDesk.retain().then(
			() => undefined,
			(error: unknown) => void logBug(error, 'retention')
		);
	await retain();
	const daily = setInterval(() => {
		void forget();
		void retain();
	}, DAY_MS);
	backups?.start();
	log.info({ epoch: store.epoch }, 'database open');
	const health = healthOf({ places: environment, store, trouble, desk, backups, reportBug: logBug });

	return {
		attach: (http) => {
			realtime.attach(http, desk);
		},
		async fillPage(message, by) {
			const request = FillRequest.safeParse(message);
			const actor = await frontDesk.holderOf(by);
			if (!request.success || !actor || !(await limits.take('fill', actor.personId)).ok) return undefined;
			return fill(store, request.data, { registry, actor, mayRead: frontDesk.mayRead });
		},
		answer: (question) => frontDesk.answer(question),
		ssoBegin: (cookie, address) => frontDesk.ssoBegin(cookie, address),
		ssoFinish: (url, cookie) => frontDesk.ssoFinish(url, cookie),
		get setUpPath() {
			return frontDesk.setUpPath;
		},
		health,
		async close() {
			clearInterval(daily);
			await frontDesk.close();
			await realtime.close();
			await authority.idle();
			await backups?.end();
			await store.close();
			log.info('closed');
		}
	};
}
