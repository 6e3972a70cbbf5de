// The server's composition root: one store, one judge, the sockets; made once per process.
import { hash, randomBytes } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { DAY_MS, refuse, type Result } from '#lib/kernel/index.ts';
import { registry } from '#lib/features/registry.ts';
import { Authority, Desk, fill } from '#lib/sync/authority/index.ts';
import { FillRequest, type Actor, type FillPage, type ScopeId } from '#lib/sync/contract/index.ts';
import { BackupSchedule } from './backup/backup-schedule.server.ts';
import { begin, BeginRequest } from './beginning.server.ts';
import { readEnvironment } from './environment.server.ts';
import { healthOf, type Health } from './health.server.ts';
import { log, logBug } from './log.server.ts';
import { Realtime } from './realtime/realtime.server.ts';
import { openSqliteStore } from './store/sqlite-store.server.ts';
import { Trouble, watchWrites } from './trouble.server.ts';

export interface Installation {
	attach(http: HttpServer): void;
	/** Undefined when the device is unknown, or the scope is unknown or not for this person. */
	fillPage(request: unknown): Promise<FillPage | undefined>;
	/** Chooses one of the three doors; the refusal's code says why not. */
	begin(request: unknown): Promise<Result<void>>;
	health(): Promise<Health>;
	/** Finishes what is being judged, closes sockets and the database. */
	close(): Promise<void>;
}

/** Tombstones live this long; an older device fills its scopes again. */
const TOMBSTONES_KEPT_MS = 120 * DAY_MS;

/** Until people and rights come (issue B), everyone who is enrolled may see every scope. */
function mayRead(_actor: Actor, _scope: ScopeId): boolean {
	return true;
}

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
	const { database, origin, backup: plan } = environment;
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

	const authority = new Authority({
		store,
		registry,
		now,
		mayRead,
		server: {
			digest: (text) => hash('sha256', text, 'hex'),
			salt: saltSource()
		},
		reportBug: (error, { name }) => logBug(error, name),
		commitFailed: (error) => logBug(error, 'commit'),
		deliver: (frames) => {
			desk.deliver(frames);
		}
	});
	const realtime = new Realtime(origin);
	const desk = new Desk({ store, authority, now, mayRead, reportBug: logBug, toScope: realtime.toScope });
	// A failure is only logged: on a full disk the server must start, since it can still be read.
	const forget = (): Promise<void> =>
		store.dropTombstones(now() - TOMBSTONES_KEPT_MS).catch((error: unknown) => void logBug(error, 'tombstones'));
	await forget();
	const daily = setInterval(() => void forget(), DAY_MS);
	backups?.start();
	log.info({ epoch: store.epoch }, 'database open');
	const health = healthOf({ places: environment, store, trouble, desk, backups, reportBug: logBug });

	return {
		attach: (http) => {
			realtime.attach(http, desk);
		},
		async fillPage(message) {
			const request = FillRequest.safeParse(message);
			const device = request.success ? await store.device(request.data.clientId) : undefined;
			return request.success && device
				? fill(store, request.data, { registry, actor: device.actor, mayRead })
				: undefined;
		},
		begin(message) {
			const request = BeginRequest.safeParse(message);
			if (!request.success) return Promise.resolve(refuse('sync.bad-arguments'));
			return begin({ store, authority, now }, request.data);
		},
		health,
		async close() {
			clearInterval(daily);
			await realtime.close();
			await authority.idle();
			await backups?.end();
			await store.close();
			log.info('closed');
		}
	};
}
