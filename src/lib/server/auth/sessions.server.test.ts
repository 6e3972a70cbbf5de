import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRegistry } from '#lib/sync/contract/index.ts';
import { openSqliteStore, type SqliteStore } from '../store/sqlite-store.server.ts';
import { ABSOLUTE_MS, IDLE_MS, Sessions } from './sessions.server.ts';

let store: SqliteStore;
let sessions: Sessions;
let now = 1e12;

beforeEach(async () => {
	store = await openSqliteStore(':memory:', createRegistry({ schema: 1, tables: [], mutators: [] }), () => 'epoch');
	now = 1e12;
	sessions = new Sessions(store.db, () => now);
});

afterEach(() => store.close());

test('a session holds on the device it was begun on, and nowhere else', async () => {
	const id = await sessions.begin('anna', 'tablet', 'password');
	expect(await sessions.heldOn('tablet', id)).toMatchObject({ id, person_id: 'anna', how: 'password' });
	expect(await sessions.heldOn('other', id)).toBe('ended');
	expect(await sessions.heldOn('tablet', 'unknown')).toBe('ended');
});

test('not heard of for its whole idle time it still holds, a millisecond later it does not; a greeting begins that time anew', async () => {
	const id = await sessions.begin('anna', 'tablet', 'password');
	now += IDLE_MS;
	expect(await sessions.heldOn('tablet', id)).toMatchObject({ id });
	await sessions.seen(id, { build: '1', unsent: 3 });
	now += IDLE_MS;
	expect(await sessions.running()).toMatchObject([{ id, build: '1', unsent: 3 }]);
	now += 1;
	expect(await sessions.heldOn('tablet', id)).toBe('ended');
	expect(await sessions.running()).toEqual([]);
});

test('however often it is heard of, it ends when its absolute time is over', async () => {
	const id = await sessions.begin('anna', 'tablet', 'passkey');
	const begun = now;
	while (now < begun + ABSOLUTE_MS) {
		now = Math.min(now + IDLE_MS, begun + ABSOLUTE_MS);
		expect(await sessions.heldOn('tablet', id)).toMatchObject({ id });
		await sessions.seen(id, { build: '', unsent: 0 });
	}
	now += 1;
	expect(await sessions.heldOn('tablet', id)).toBe('ended');
	expect(await sessions.running()).toEqual([]);
});

test('ended by its own person it is ended; by somebody else revoked, and that is what is said from then on', async () => {
	const [own, taken] = [await sessions.begin('anna', 't', 'sso'), await sessions.begin('anna', 't', 'sso')];
	await sessions.end({ id: own }, false);
	expect(await sessions.heldOn('t', own)).toBe('ended');
	await sessions.end({ id: taken }, true);
	await sessions.end({ id: taken }, false);
	expect(await sessions.heldOn('t', taken)).toBe('revoked');
	expect(await sessions.end({ id: own }, true)).toBe(1);
	expect(await sessions.heldOn('t', own)).toBe('revoked');
});

test('only those that match are ended: one’s own by number, all of a person, all on a device', async () => {
	const anna = await sessions.begin('anna', 'one', 'password');
	const bo = await sessions.begin('bo', 'one', 'password');
	const away = await sessions.begin('anna', 'two', 'password');
	expect(await sessions.end({ id: bo, person_id: 'anna' }, true)).toBe(0);
	expect(await sessions.end({ person_id: 'anna', tablet_id: 'two' }, true)).toBe(1);
	expect(await sessions.heldOn('two', away)).toBe('revoked');
	expect((await sessions.running({ tablet_id: 'one' })).map(({ id }) => id).sort()).toEqual([anna, bo].sort());
	expect(await sessions.end({ tablet_id: 'one' }, true)).toBe(2);
	expect(await sessions.running()).toEqual([]);
	expect([await sessions.ever('anna', 'two'), await sessions.ever('bo', 'two')]).toEqual([true, false]);
});
