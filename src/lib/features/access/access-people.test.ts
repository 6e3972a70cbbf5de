import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateText } from '#lib/i18n/index.ts';
import { heardOf, inOrder, type Device, type Session } from './access-devices.ts';
import { found, period, placesFor, standing, type Place } from './access-people.ts';
import { NARROW_ROLES, ROLES } from './rights.ts';

const bo = { id: 'bo', name: 'Bo Åkerman', title: 'Loggförare', email: 'bo@alsjohamn.example', addedAt: 0 };
const asa = { id: 'asa', name: 'Åsa Ek', title: 'Säkerhetschef', phone: '070-174 06 05', addedAt: 0 };
const gone = { id: 'gone', name: 'Cecilia Bo', title: 'Loggförare', addedAt: 0, leftAt: 5 };

test('people are found by every word of name, title and address, in any order, and in Swedish order', () => {
	expect(found([asa, bo, gone], '').map(({ id }) => id)).toEqual(['bo', 'asa']);
	expect(found([asa, bo, gone], 'logg ÅKER').map(({ id }) => id)).toEqual(['bo']);
	expect(found([asa, bo, gone], '070-174').map(({ id }) => id)).toEqual(['asa']);
	expect(found([asa, bo, gone], 'bo säkerhetschef')).toEqual([]);
});

test('whoever has left is not found', () => {
	expect(found([gone], 'cecilia')).toEqual([]);
});

test('a role is held from its first moment to the one before its last', () => {
	expect(standing({ from: 10, until: 20 }, 9)).toBe('coming');
	expect(standing({ from: 10, until: 20 }, 10)).toBe('held');
	expect(standing({ from: 10, until: 20 }, 19)).toBe('held');
	expect(standing({ from: 10, until: 20 }, 20)).toBe('over');
	expect(standing({ from: 10 }, 1e15)).toBe('held');
});

test('a role through 25 October holds all of that day, which has 25 hours', () => {
	const { from, until } = period('2026-10-25', '2026-10-25');
	expect([from, until]).toEqual([Date.parse('2026-10-24T22:00Z'), Date.parse('2026-10-25T23:00Z')]);
});

test('without days a role holds from now on and until further notice', () => {
	expect(period('', '')).toEqual({});
});

test('the last day as it is shown is the last day as it was chosen', () => {
	const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
	fc.assert(
		fc.property(day, (chosen) => {
			const text = chosen.toISOString().slice(0, 10);
			const { from, until } = period(text, text);
			expect(dateText((until ?? 0) - 1)).toBe(dateText(Date.parse(`${text}T12:00Z`)));
			expect(dateText(from ?? 0)).toBe(dateText(Date.parse(`${text}T12:00Z`)));
		})
	);
});

const places: readonly Place[] = [
	{ on: 'contacts:church', kind: 'organisation', name: 'Kyrkan' },
	{ on: 'incident:flood', kind: 'incident', name: 'Översvämning' }
];

test.each(ROLES)('%s is offered where it can be given, and nowhere else', (role) => {
	const offered = placesFor(role, places).map((place) => place?.on);
	expect(offered.includes(undefined)).toBe(!NARROW_ROLES.includes(role));
	if (role === 'organisationContact') expect(offered).toEqual(['contacts:church']);
	if (role === 'board') expect(offered).toEqual(['incident:flood']);
});

function session(id: string, over: Partial<Session>): Session {
	return {
		id,
		personId: 'bo',
		tabletId: 't1',
		how: 'password',
		createdAt: 0,
		seenAt: 1,
		build: '',
		unsent: 0,
		...over
	};
}

test('what is told of a person joins their devices: the latest word, each version once, all that waits', () => {
	const sessions = [
		session('1', { seenAt: 5, build: 'a', unsent: 2 }),
		session('2', { tabletId: 't2', seenAt: 9, build: 'a', unsent: 1 }),
		session('3', { personId: 'asa', seenAt: 99, build: 'b', unsent: 7 })
	];
	expect(heardOf('bo', sessions)).toEqual({ seenAt: 9, devices: 2, unsent: 3, builds: ['a'] });
	expect(heardOf('carin', sessions)).toBeUndefined();
});

test('devices that are barred stand last, the others by when they were last heard of', () => {
	const device = (id: string, seenAt: number, revokedAt: number | null): Device => ({
		id,
		name: id,
		shared: true,
		enrolledAt: 0,
		enrolledBy: 'Åsa Ek',
		seenAt,
		revokedAt
	});
	const order = inOrder([device('barred', 9, 1), device('old', 1, null), device('new', 5, null)]);
	expect(order.map(({ id }) => id)).toEqual(['new', 'old', 'barred']);
});
