// The server's composition root: one store, one judge, the sockets; made once per process.
import { hash, randomBytes } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { Server as HttpServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { mayRead } from '#lib/features/access/index.ts';
import { DAY_MS } from '#lib/kernel/index.ts';
import { registry } from '#lib/features/registry.ts';
import { Authority, Desk, fill } from '#lib/sync/authority/index.ts';
import { FillRequest, type FillPage } from '#lib/sync/contract/index.ts';
import type { Answer } from './auth/call.server.ts';
import { FrontDesk, type Question } from './auth/front-desk.server.ts';
import { readEnvironment } from './environment.server.ts';
import { log, logBug } from './log.server.ts';
import { Realtime } from './realtime/realtime.server.ts';
import { openSqliteStore } from './store/sqlite-store.server.ts';

export interface Installation {
	attach(http: HttpServer): void;
	/** Undefined when nobody holds the ticket, or the scope is unknown or not for whoever does. */
	fillPage(request: unknown, by: Pick<Question, 'ticket' | 'cookie'>): Promise<FillPage | undefined>;
	/** A question about people and devices. */
	answer(question: Question): Promise<Answer<unknown>>;
	/** Where the first administrator begins; undefined once the installation is set up. */
	readonly setUpPath: string | undefined;
	health(): Promise<Health>;
	/** Finishes what is being judged, closes sockets and the database. */
	close(): Promise<void>;
}

export interface Health {
	readonly ready: boolean;
	readonly database: 'answers' | 'silent';
	/** Free space on the database's disk, in MiB. */
	readonly diskFreeMiB: number;
	/** Resident memory, in MiB. */
	readonly memoryMiB: number;
	/** 99th percentile of the event loop's delay since the last question, in ms. */
	readonly eventLoopDelayMs: number;
	readonly devices: number;
}

/** Tombstones live this long; an older device fills its scopes again. */
const TOMBSTONES_KEPT_MS = 120 * DAY_MS;
const MIB = 1024 * 1024;

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
	const { data, database } = readEnvironment(process.env);
	const secret = new TextEncoder().encode('x'.repeat(32));
	const secure = false;
	const now = Date.now;
	const store = await openSqliteStore(database, registry, () => randomBytes(16).toString('hex'));
	const delay = monitorEventLoopDelay();
	delay.enable();

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
		deliver: (frames) => {
			frontDesk.hear(frames);
			desk.deliver(frames);
		}
	});
	const frontDesk: FrontDesk = await FrontDesk.open({
		store,
		authority,
		secret,
		secure,
		now,
		rightsChanged: () => {
			desk.rightsChanged().catch((error: unknown) => logBug(error, 'rights'));
		}
	});
	const realtime = new Realtime();
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
	const forget = (): Promise<void> => store.dropTombstones(now() - TOMBSTONES_KEPT_MS);
	await forget();
	const daily = setInterval(() => {
		forget().catch((error: unknown) => logBug(error, 'tombstones'));
	}, DAY_MS);
	log.info({ epoch: store.epoch }, 'database open');

	return {
		attach: (http) => {
			realtime.attach(http, desk);
		},
		async fillPage(message, by) {
			const request = FillRequest.safeParse(message);
			const actor = await frontDesk.holderOf(by);
			if (!request.success || !actor) return undefined;
			return fill(store, request.data, { registry, actor, mayRead: frontDesk.mayRead });
		},
		answer: (question) => frontDesk.answer(question),
		get setUpPath() {
			return frontDesk.setUpPath;
		},
		async health() {
			const answers = await store.check().then(
				() => true,
				(error: unknown) => !logBug(error, 'health')
			);
			const disk = await statfs(data);
			const eventLoopDelayMs = Math.round(delay.percentile(99) / 1e6);
			delay.reset();
			return {
				ready: answers,
				database: answers ? 'answers' : 'silent',
				diskFreeMiB: Math.round((disk.bavail * disk.bsize) / MIB),
				memoryMiB: Math.round(process.memoryUsage.rss() / MIB),
				eventLoopDelayMs,
				devices: desk.devices
			};
		},
		async close() {
			clearInterval(daily);
			frontDesk.close();
			await realtime.close();
			await authority.idle();
			await store.close();
			log.info('closed');
		}
	};
}
