import { expect, test } from 'vitest';
import type { Line } from '#lib/sync/authority/index.ts';
import { Tickets, type Holder } from './tickets.server.ts';

const nothing = (): void => undefined;
const line = (id: string): Line => ({
	id,
	cookie: undefined,
	end: nothing,
	join: nothing,
	leave: nothing,
	emit: nothing,
	hint: nothing
});
const holder = (personId: string, sessionId?: string): Holder => ({
	actor: { personId, name: personId, role: '–' },
	tabletId: 'tablet',
	sessionId
});

test('a ticket stands for one line while it lasts, and for whoever spoke on it last', () => {
	const tickets = new Tickets();
	const [one, other] = [line('1'), line('2')];
	const ticket = tickets.give(one, holder('anna', 's1'));
	expect(tickets.give(other, holder('anna', 's1'))).not.toBe(ticket);
	expect(tickets.holder(ticket)).toMatchObject({ actor: { personId: 'anna' }, sessionId: 's1' });
	expect(tickets.give(one, holder('bo', 's2'))).toBe(ticket);
	expect(tickets.holder(ticket)).toMatchObject({ actor: { personId: 'bo' }, sessionId: 's2' });
	tickets.left(one);
	expect([tickets.holder(ticket), tickets.holder(undefined), tickets.holder('guessed')]).toEqual(
		Array(3).fill(undefined)
	);
	expect(tickets.give(one, holder('anna'))).not.toBe(ticket);
});

test('the lines of a session are found, those of others and those that are gone are not', () => {
	const tickets = new Tickets();
	const [one, two, gone] = [line('1'), line('2'), line('3')];
	tickets.give(one, holder('anna', 's1'));
	tickets.give(two, holder('bo', 's2'));
	tickets.give(gone, holder('anna', 's1'));
	tickets.left(gone);
	tickets.left(line('never seen'));
	expect(tickets.linesOf(({ sessionId }) => sessionId === 's1')).toEqual([one]);
});
