import { expect, test } from 'vitest';
import type { AuditEntry } from './entry.server.ts';
import { RefusedSignIns } from './refused-sign-ins.server.ts';

function begun({ failing = false } = {}) {
	const rows: AuditEntry[] = [];
	const clock = { now: 1_000_000, failing };
	const failures: unknown[] = [];
	const refused = new RefusedSignIns({
		audit: {
			append: (entry) => {
				if (clock.failing) return Promise.reject(new Error('disk full'));
				return Promise.resolve(rows.push(entry));
			}
		},
		now: () => clock.now,
		failed: (error) => failures.push(error)
	});
	const attempt = (personId: string | undefined, address: string): Promise<void> =>
		refused.note({ ...(personId ? { personId } : {}), address, reason: 'wrong-password', how: 'password' });
	return { rows, clock, refused, attempt, failures };
}

const counts = (rows: readonly AuditEntry[]): (number | undefined)[] => rows.map(({ details }) => details?.count);

test('a thousand wrong passwords for one account from one place are one row at once and one row a minute', async () => {
	const { rows, clock, refused, attempt } = begun();
	await attempt('bo', '192.0.2.17');
	expect(rows).toEqual([
		{
			what: 'sign-in-refused',
			personId: null,
			deviceId: null,
			about: 'bo',
			details: { how: 'password', reason: 'wrong-password', count: 1, network: '192.0.2.0/24' }
		}
	]);
	for (let n = 1; n < 1_000; n += 1, clock.now += 180) await attempt('bo', '192.0.2.17');
	await refused.sumUp({ all: true });
	expect(rows.length).toBeLessThanOrEqual(5);
	expect(counts(rows).reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(1_000);
});

test('another account, or the same from another place, is a row of its own', async () => {
	const { rows, attempt } = begun();
	await attempt('bo', '192.0.2.17');
	await attempt('cai', '192.0.2.17');
	await attempt('bo', '198.51.100.4');
	await attempt(undefined, '192.0.2.17');
	await attempt('bo', '192.0.2.17');
	expect(rows.map(({ about }) => about)).toEqual(['bo', 'cai', 'bo', null]);
});

test('accounts and places drawn at random make a hundred and one rows a minute, and none is left uncounted', async () => {
	const { rows, refused, attempt } = begun();
	for (let n = 0; n < 5_000; n += 1) await attempt(`p${n}`, `10.${n >> 8}.${n & 255}.1`);
	expect(rows).toHaveLength(101);
	expect(rows.at(-1)).toMatchObject({ about: null, details: { count: 1 } });
	await refused.sumUp({ all: true });
	expect(counts(rows).reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(5_000);
});

test('a quiet minute is written nowhere and forgotten', async () => {
	const { rows, clock, refused, attempt } = begun();
	await attempt('bo', '192.0.2.17');
	clock.now += 60_000;
	await refused.sumUp();
	await refused.sumUp();
	expect(counts(rows)).toEqual([1]);
	await attempt('bo', '192.0.2.17');
	expect(counts(rows)).toEqual([1, 1]);
});

test('a sum that the disk refuses is kept and written later', async () => {
	const { rows, clock, refused, attempt, failures } = begun();
	for (let n = 0; n < 4; n += 1) await attempt('bo', '192.0.2.17');
	clock.now += 60_000;
	clock.failing = true;
	await refused.sumUp();
	expect([failures.length, counts(rows)]).toEqual([1, [1]]);
	clock.failing = false;
	clock.now += 60_000;
	await refused.sumUp();
	expect(counts(rows)).toEqual([1, 3]);
});
