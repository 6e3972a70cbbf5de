import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '#lib/kernel/index.ts';
import { createRegistry } from '#lib/sync/contract/index.ts';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.server.ts';
import { Invitations } from './invitations.server.ts';
import { deviceCookie, Tablets, tokenIn } from './tablets.server.ts';

let store: SqliteStore;
let invitations: Invitations;
let tablets: Tablets;
let now = 1e12;

beforeEach(async () => {
	store = await openSqliteStore(':memory:', createRegistry({ schema: 1, tables: [], mutators: [] }), () => 'epoch');
	now = 1e12;
	invitations = new Invitations(store.db, () => now);
	tablets = new Tablets(store.db, () => now);
});

afterEach(() => store.close());

const OVER = { ok: false, code: 'access.invitation-over' };

test('a link lets in once: of two who use it at once one does, and afterwards it says the same as one that never was', async () => {
	const { token } = await invitations.make({ kind: 'person', personId: 'anna' }, 'asa');
	expect(await invitations.read(token)).toMatchObject({ ok: true, value: { person_id: 'anna', made_by: 'asa' } });
	expect((await Promise.all([invitations.use(token), invitations.use(token)])).sort()).toEqual([false, true]);
	expect([await invitations.read(token), await invitations.read('never-made')]).toEqual([OVER, OVER]);
	expect(await invitations.use('never-made')).toBe(false);
});

test('a person’s link lasts a week and a tablet’s an hour, to the millisecond', async () => {
	const person = await invitations.make({ kind: 'person', personId: 'anna' }, 'asa');
	const tablet = await invitations.make({ kind: 'tablet', name: 'Platta 3' }, 'asa');
	expect([person.endsAt - now, tablet.endsAt - now]).toEqual([7 * DAY_MS, DAY_MS / 24]);
	now = tablet.endsAt - 1;
	expect(await invitations.read(tablet.token)).toMatchObject({ ok: true });
	now += 1;
	expect(await invitations.read(tablet.token)).toEqual(OVER);
	now = person.endsAt;
	expect(await invitations.read(person.token)).toEqual(OVER);
});

test('a new link for a person makes the former one worthless, and leaves other people’s alone', async () => {
	const former = await invitations.make({ kind: 'person', personId: 'anna' }, 'asa');
	const other = await invitations.make({ kind: 'person', personId: 'bo' }, 'asa');
	const { token } = await invitations.make({ kind: 'person', personId: 'anna' }, 'asa');
	expect(await invitations.read(former.token)).toEqual(OVER);
	for (const good of [token, other.token]) expect(await invitations.read(good)).toMatchObject({ ok: true });
});

test('neither links nor devices can be got out of the database: it holds only their hashes', async () => {
	const { token } = await invitations.make({ kind: 'tablet', name: 'Platta 3' }, 'asa');
	const device = await tablets.enrol({ name: 'Platta 3', shared: true, enrolledBy: 'asa' });
	const rows = ['invitations', 'tablets'].flatMap((table) => store.raw.prepare(`SELECT * FROM ${table}`).all());
	for (const secret of [token, device.token]) expect(JSON.stringify(rows)).not.toContain(secret);
});

test('a device is known by its own word only, a revoked one too, since it must be told', async () => {
	const { id, token } = await tablets.enrol({ name: 'Platta 3', shared: true, enrolledBy: 'asa' });
	expect(await tablets.byToken(token)).toMatchObject({ id, revoked_at: null });
	expect([await tablets.byToken(undefined), await tablets.byToken(''), await tablets.byToken(id)]).toEqual(
		Array(3).fill(undefined)
	);
	await tablets.revoke(id);
	expect(await tablets.byToken(token)).toMatchObject({ id, revoked_at: now });
});

test('the cookie is for this address alone, out of reach of scripts, and read back among others', () => {
	expect(deviceCookie('word', true)).toMatch(
		/^__Host-beredd-device=word; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/
	);
	expect(deviceCookie('word', false)).not.toMatch(/Secure|__Host/);
	expect(tokenIn('a=1; __Host-beredd-device=word; b=2', true)).toBe('word');
	expect(tokenIn('beredd-device=word', true)).toBeUndefined();
	expect(tokenIn('xberedd-device=word', false)).toBeUndefined();
	expect(tokenIn(undefined, false)).toBeUndefined();
});
