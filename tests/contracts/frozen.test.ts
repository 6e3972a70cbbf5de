// R16, R17: outboxes, frames and schemas of every frozen release are understood for ever.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { EVERY_RIGHT } from '#lib/features/access/index.ts';
import { messages, registry } from '#lib/features/registry.ts';
import { t as clientTexts } from '#lib/client/client.messages.ts';
import { replicaDatabase } from '#lib/sync/browser/database.ts';
import { takeFrames } from '#lib/sync/browser/incoming.ts';
import { Records } from '#lib/sync/browser/records.ts';
import { clearSealer } from '#lib/sync/browser/sealer.ts';
import { Hello, OLDEST_PROTOCOL, PUSH_MUTATIONS_MAX, type PushReply } from '#lib/sync/contract/index.ts';
import { startInProcess } from '../support/in-process.ts';
import { Release } from './release.ts';

const FOLDER = fileURLToPath(new URL('./frozen', import.meta.url));
const releases = readdirSync(FOLDER)
	.filter((name) => name.endsWith('.json'))
	.map((name) => Release.parse(JSON.parse(readFileSync(join(FOLDER, name), 'utf8'))));
const ACTOR = { personId: 'away', name: 'Länge Borta', role: 'Loggförare', rights: EVERY_RIGHT };

test('at least one release is frozen', () => {
	expect(releases.length).toBeGreaterThan(0);
});

describe.each(releases)('release $version', (release) => {
	test('a device that was away since then has its whole outbox accepted or refused with a reason in words', async () => {
		const server = await startInProcess();
		await server.store.enrol({ clientId: 'away', actor: ACTOR, lastSeq: 0 }, 0);
		const codes: string[] = [];
		for (let start = 0; start < release.outbox.length; start += PUSH_MUTATIONS_MAX) {
			const push = release.outbox.slice(start, start + PUSH_MUTATIONS_MAX);
			const reply = await new Promise<PushReply | undefined>((resolve) => {
				server.authority.judge({ clientId: 'away', actor: ACTOR }, push, resolve);
			});
			expect(reply?.verdicts).toHaveLength(push.length);
			codes.push(...(reply?.verdicts.flatMap(({ refused }) => (refused === undefined ? [] : [refused])) ?? []));
		}
		expect(server.bugs).toEqual([]);
		for (const code of codes) expect([clientTexts, ...messages].some((texts) => texts.find(code))).toBe(true);
		expect(codes).not.toContain('sync.unknown-mutation');
		expect(codes).not.toContain('sync.bad-arguments');
	});

	test('the frames that its server sent still fill a replica', async () => {
		const db = replicaDatabase('frozen', registry, { durability: 'relaxed', indexedDB: new IDBFactory(), IDBKeyRange });
		const records = new Records(clearSealer);
		const settings = { db, registry, records, actor: ACTOR, now: () => 0 };
		await takeFrames(settings, { frames: release.frames, verdicts: new Map(), filling: new Set() });
		for (const { table, id } of release.frames.flatMap(({ rows }) => rows)) {
			expect(await db.rows(table).get(id)).toBeDefined();
		}
	});

	test('its protocol is spoken, or its greeting is understood so far that it is told to load the new version', () => {
		if (release.protocol >= OLDEST_PROTOCOL) return;
		const hello = { protocol: release.protocol, build: release.version, clientId: 'away', epoch: null, lastSeq: 0 };
		expect(Hello.safeParse(hello).success).toBe(true);
	});

	test('its schema number still means its tables', () => {
		if (release.schema !== registry.schema) return;
		const now = Object.fromEntries(registry.tables.map(({ name, indexes }) => [name, [...indexes]]));
		expect(now).toEqual(release.tables);
	});
});
