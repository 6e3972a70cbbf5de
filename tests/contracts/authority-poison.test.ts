// R29, R23, C11: something that cannot be taken is refused with a code, touches nothing, and never stands in the way.
import { expect, test } from 'vitest';
import { arrival, Judging, mutation } from './judging.ts';

const DEEP = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)) as unknown;

test.each([
	['a name that no build knows', mutation(1, 'guest.vanish', { id: 'x' }), 'sync.unknown-mutation'],
	['arguments that are missing', { seq: 1, name: 'guest.arrive', args: undefined, at: 0 }, 'sync.bad-arguments'],
	['arguments of another kind', mutation(1, 'guest.arrive', { id: 7 }), 'sync.bad-arguments'],
	['arguments nested without end', mutation(1, 'guest.arrive', DEEP), 'sync.bad-arguments'],
	['an unknown name with arguments nested without end', mutation(1, 'guest.vanish', DEEP), 'sync.unknown-mutation'],
	['a bug in the mutator', mutation(1, 'guest.lose', { id: 'x' }), 'sync.bug'],
	['a no after it had written', mutation(1, 'guest.turn-away', { id: 'x' }), 'guest.full']
])('%s is refused, and what others and the same tablet send is taken', async (_what, poison, code) => {
	const hall = await Judging.open();
	const [tablet, other] = [await hall.device('tablet'), await hall.device('other')];
	const [mine, theirs] = await Promise.all([
		hall.verdicts(tablet, [poison, arrival(2, 'bo')]),
		hall.verdicts(other, [arrival(1, 'eva')])
	]);
	expect(mine).toMatchObject([{ seq: 1, refused: code, versions: {} }, { seq: 2 }]);
	expect(mine[1]).not.toHaveProperty('refused');
	expect(theirs).toEqual([{ seq: 1, versions: { 'shelter:school': 2 } }]);
	expect(await hall.guestsOf('school')).toMatchObject([
		{ id: 'eva', number: 2, after: 'bo' },
		{ id: 'bo', number: 1 }
	]);
	expect(await hall.verdicts(tablet, [poison])).toEqual([mine[0]]);
});

test('a mutator that would move what stays put is refused as a bug, and the others of its group are taken', async () => {
	const hall = await Judging.open();
	const [tablet, other] = [await hall.device('tablet'), await hall.device('other')];
	await hall.push(tablet, [mutation(1, 'shelter.open', { id: 'gym', committee: 'schools' })]);
	const [mine, theirs] = await Promise.all([
		hall.verdicts(tablet, [mutation(2, 'shelter.open', { id: 'gym', committee: 'care' })]),
		hall.verdicts(other, [arrival(1, 'bo')])
	]);
	expect(mine).toEqual([{ seq: 2, refused: 'sync.bug', bugId: 'bug-1', versions: {} }]);
	expect(theirs).toMatchObject([{ seq: 1, versions: { 'shelter:school': 1 } }]);
	expect([...(await hall.store.versions()).keys()]).toEqual(['committee:schools', 'shelter:school']);
});

test('a command that comes too late is refused; one that was acknowledged in time and is offered again is not', async () => {
	const hall = await Judging.open();
	const tablet = await hall.device('tablet');
	const late = { ...arrival(1, 'bo'), expiresAt: hall.now - 1 };
	expect(await hall.verdicts(tablet, [late])).toMatchObject([{ refused: 'sync.expired' }]);
	const again = { ...arrival(2, 'eva'), expiresAt: hall.now - 1, reoffer: true as const };
	const [verdict] = await hall.verdicts(tablet, [again]);
	expect(verdict).toEqual({ seq: 2, versions: { 'shelter:school': 1 } });
	const inTime = { ...arrival(3, 'nils'), expiresAt: hall.now };
	expect((await hall.verdicts(tablet, [inTime]))[0]).not.toHaveProperty('refused');
});
