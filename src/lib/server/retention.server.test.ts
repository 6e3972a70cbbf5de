import { expect, test } from 'vitest';
import { registry } from '#lib/features/registry.ts';
import { DAY_MS } from '#lib/kernel/index.ts';
import { AuditLog } from './audit/audit-log.server.ts';
import { Invitations } from './auth/invitations.server.ts';
import { Sessions } from './auth/sessions.server.ts';
import { Tablets } from './auth/tablets.server.ts';
import { runRetention } from './retention.server.ts';
import { openSqliteStore } from './store/sqlite-store.server.ts';

async function office() {
	const store = await openSqliteStore(':memory:', registry, () => 'epoch');
	const clock = { now: Date.UTC(2026, 0, 1) };
	const now = (): number => clock.now;
	const parts = {
		sessions: new Sessions(store.db, now),
		tablets: new Tablets(store.db, now),
		invitations: new Invitations(store.db, now),
		audit: new AuditLog({ db: store.db, now, salt: () => 'salt' })
	};
	const run = (days: number): Promise<number> =>
		runRetention({ db: store.db, audit: parts.audit, now, days: () => days });
	return { ...parts, clock, run };
}

test('a session that ended longer ago than the municipality keeps goes, with its device, and the log says how many', async () => {
	const { sessions, tablets, audit, clock, run } = await office();
	const old = await tablets.enrol({ name: 'Gammal', shared: false, enrolledBy: 'bo' });
	await sessions.begin('bo', old.id, 'password');
	await sessions.end({ tablet_id: old.id }, false);
	clock.now += 91 * DAY_MS;
	const used = await tablets.enrol({ name: 'I bruk', shared: true, enrolledBy: 'bo' });
	await sessions.begin('bo', used.id, 'password');
	expect(await run(92)).toBe(0);
	expect(await run(90)).toBe(2);
	expect((await tablets.all()).map(({ name }) => name)).toEqual(['I bruk']);
	expect(await sessions.running()).toHaveLength(1);
	expect((await audit.page({ what: 'retention' })).map(({ details }) => details?.rows)).toEqual([2]);
});

test('an invitation that nobody has used is kept while it can be, and a month longer', async () => {
	const { invitations, clock, run } = await office();
	const { token } = await invitations.make({ kind: 'person', personId: 'bo' }, 'åsa');
	clock.now += DAY_MS;
	expect(await run(30)).toBe(0);
	expect((await invitations.read(token)).ok).toBe(true);
	clock.now += 31 * DAY_MS;
	expect(await run(30)).toBe(1);
});
