import { expect, test } from 'vitest';
import { deviceActor, mayRead, ROLES, unverifiedScope, type RoleName } from '#lib/features/access/index.ts';
import { addEntry, correctEntry, firstBrokenNumber, journalEntries, journals } from '#lib/features/journal/index.ts';
import type { Actor, Mutator, PushReply } from '#lib/sync/contract/index.ts';
import { sha256, startInProcess, type InProcess } from '../../../../tests/support/in-process.ts';
import { adoptIncident, awaitsAdoption, dismissUnverified, incidents, isUnverified, startIncident } from './index.ts';

const AT = Date.parse('2026-11-25T13:31Z');
const tablet = deviceActor({ id: 'platta', name: 'Platta Sjörum' });
const other = deviceActor({ id: 'annan', name: 'Platta Hamnen' });
const begun = { incidentId: 'damm', kind: 'incident' as const, title: 'Dammen läcker' };
const adoption = {
	unverifiedId: 'damm',
	incidentId: 'dammen',
	entryId: 'over',
	entries: [
		{ from: 'e1', to: 'e1.a' },
		{ from: 'e2', to: 'e2.a' }
	]
};

function who(as: RoleName, name = 'Jonas'): Actor {
	return { personId: `${as}-${name}`, name, role: as, rights: [{ as, on: 'municipality', from: 0 }] };
}

interface Scene {
	readonly server: InProcess;
	/** Does it as `actor`; the refusal's code, or undefined. */
	readonly does: <A>(actor: Actor, mutator: Mutator<A>, args: A) => Promise<string | undefined>;
}

/** A tablet has begun an incident without a login, and written twice. */
async function theTabletHasBegun(): Promise<Scene> {
	const server = await startInProcess(() => AT + 60_000);
	const seqs = new Map<string, number>();
	const does: Scene['does'] = async (actor, { name }, args) => {
		const seq = (seqs.get(actor.personId) ?? 0) + 1;
		seqs.set(actor.personId, seq);
		const reply = await new Promise<PushReply | undefined>((resolve) => {
			server.authority.judge({ clientId: actor.personId, actor }, [{ seq, name, args, at: AT + seq }], resolve);
		});
		return reply?.verdicts[0]?.refused;
	};
	expect(await does(tablet, startIncident, begun)).toBeUndefined();
	for (const [n, text] of [
		[1, 'Vatten i källaren'],
		[2, 'Vägen är avstängd']
	] as const) {
		const entry = { entryId: `e${n}`, incidentId: 'damm', text, happenedAt: AT - n };
		expect(await does(tablet, addEntry, entry)).toBeUndefined();
	}
	return { server, does };
}

test('taken over, what the tablet wrote stands numbered in a log of its own, as the tablet’s, with who took it over', async () => {
	const { server, does } = await theTabletHasBegun();
	expect(await does(who('dutyOfficer'), adoptIncident, adoption)).toBeUndefined();
	expect(server.bugs).toEqual([]);
	const entries = (await server.rows(journalEntries)).filter(({ incidentId }) => incidentId === 'dammen');
	expect(entries.toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0))).toMatchObject([
		{
			id: 'e1.a',
			number: 1,
			text: 'Vatten i källaren',
			author: { name: 'Platta Sjörum' },
			happenedAt: AT - 1,
			adoptedFrom: 'e1'
		},
		{
			id: 'e2.a',
			number: 2,
			text: 'Vägen är avstängd',
			author: { name: 'Platta Sjörum' },
			happenedAt: AT - 2,
			adoptedFrom: 'e2'
		},
		{
			id: 'over',
			number: 3,
			author: { name: 'Jonas' },
			text: 'Startad utan inloggning på Platta Sjörum. Övertagen av Jonas med 2 anteckningar.'
		}
	]);
	expect(firstBrokenNumber(entries, sha256)).toBeUndefined();
	expect(entries.map((entry) => journalEntries.scopeOf(entry))).toEqual(Array(3).fill('incident:dammen'));
	const rows = new Map((await server.rows(incidents)).map((row) => [row.id, row]));
	const [own, real] = [rows.get('damm'), rows.get('dammen')];
	expect(real).toMatchObject({ title: 'Dammen läcker', startedAt: AT + 1, startedBy: { name: 'Platta Sjörum' } });
	expect(own).toMatchObject({ adopted: { incidentId: 'dammen', by: { name: 'Jonas' } } });
	expect([own, real].map((row) => row && [isUnverified(row), awaitsAdoption(row)])).toEqual([
		[true, false],
		[false, false]
	]);
});

test('the tablet writes no more in what was taken over, and people write on in it', async () => {
	const { does } = await theTabletHasBegun();
	await does(who('dutyOfficer'), adoptIncident, adoption);
	const late = { entryId: 'e3', text: 'Sent', happenedAt: AT };
	expect(await does(tablet, addEntry, { ...late, incidentId: 'damm' })).toBe('journal.closed');
	expect(await does(tablet, addEntry, { ...late, incidentId: 'dammen' })).toBe('access.not-permitted');
	expect(await does(who('logKeeper'), addEntry, { ...late, incidentId: 'dammen' })).toBeUndefined();
	expect(
		await does(who('logKeeper'), correctEntry, { entryId: 'e4', corrects: 'e1.a', text: 'I pannrummet' })
	).toBeUndefined();
});

test('what reached the server beside a takeover is taken over after it, and nothing is copied twice', async () => {
	const { server, does } = await theTabletHasBegun();
	const leader = who('crisisLeadership');
	const [first] = adoption.entries;
	if (!first) throw new Error('No entries');
	expect(await does(leader, adoptIncident, { ...adoption, entries: [first] })).toBeUndefined();
	expect(await does(leader, adoptIncident, { ...adoption, entryId: 'over2' })).toBeUndefined();
	const entries = (await server.rows(journalEntries)).filter(({ incidentId }) => incidentId === 'dammen');
	expect(entries.map(({ id }) => id).toSorted()).toEqual(['e1.a', 'e2.a', 'over', 'over2']);
	expect(firstBrokenNumber(entries, sha256)).toBeUndefined();
});

test('two who take it over at once: the first does, the second is told', async () => {
	const { server, does } = await theTabletHasBegun();
	expect(await does(who('dutyOfficer', 'Rut'), adoptIncident, adoption)).toBeUndefined();
	const another = { ...adoption, incidentId: 'en-annan', entryId: 'over2' };
	expect(await does(who('dutyOfficer'), adoptIncident, another)).toBe('incident.already-adopted');
	expect(await does(who('dutyOfficer'), dismissUnverified, { unverifiedId: 'damm', reason: 'Nej' })).toBe(
		'incident.already-adopted'
	);
	expect((await server.rows(incidents)).map(({ id }) => id).toSorted()).toEqual(['damm', 'dammen']);
});

test('put aside, it keeps its entries, the name and the reason, and nobody writes in it or takes it over', async () => {
	const { server, does } = await theTabletHasBegun();
	const leader = who('crisisLeadership');
	expect(await does(leader, dismissUnverified, { unverifiedId: 'damm', reason: 'Prov av plattan' })).toBeUndefined();
	const [row] = await server.rows(incidents);
	expect(row).toMatchObject({ dismissed: { reason: 'Prov av plattan', by: { name: 'Jonas' } } });
	expect(await does(leader, adoptIncident, adoption)).toBe('incident.put-aside');
	expect(await does(leader, dismissUnverified, { unverifiedId: 'damm', reason: 'Igen' })).toBe('incident.put-aside');
	expect(await does(tablet, addEntry, { entryId: 'e3', incidentId: 'damm', text: 'Sent', happenedAt: AT })).toBe(
		'journal.closed'
	);
	expect(await server.rows(journalEntries)).toHaveLength(2);
	expect(await server.rows(journals)).toMatchObject([{ id: 'damm', closedAt: AT + 1 }]);
});

test.each(ROLES)('a %s sees it and takes it over only where the table of rights says so', async (role) => {
	const { does } = await theTabletHasBegun();
	const leads = role === 'crisisLeadership' || role === 'dutyOfficer';
	expect(mayRead(who(role), unverifiedScope(tablet.personId), AT)).toBe(leads);
	expect(await does(who(role), adoptIncident, adoption)).toBe(leads ? undefined : 'access.not-permitted');
});

test('without a login a tablet does nothing but begin and write, and sees nothing of another tablet', async () => {
	const { does } = await theTabletHasBegun();
	expect(await does(tablet, adoptIncident, adoption)).toBe('access.not-permitted');
	expect(await does(tablet, dismissUnverified, { unverifiedId: 'damm', reason: 'Nej' })).toBe('access.not-permitted');
	expect(mayRead(other, unverifiedScope(tablet.personId), AT)).toBe(false);
	expect(mayRead(tablet, unverifiedScope(tablet.personId), AT)).toBe(true);
	const intruding = { entryId: 'e9', incidentId: 'damm', text: 'Fel platta', happenedAt: AT };
	expect(await does(other, addEntry, intruding)).toBe('access.not-permitted');
});

test('only what the tablet has written there is taken over', async () => {
	const { does } = await theTabletHasBegun();
	const leader = who('dutyOfficer');
	await does(leader, startIncident, { ...begun, incidentId: 'brand' });
	await does(leader, addEntry, { entryId: 'f1', incidentId: 'brand', text: 'Brand', happenedAt: AT });
	const stolen = { ...adoption, entries: [{ from: 'f1', to: 'f1.a' }] };
	expect(await does(leader, adoptIncident, stolen)).toBe('journal.no-such-entry');
	expect(await does(leader, adoptIncident, { ...adoption, unverifiedId: 'brand' })).toBe('incident.no-such-incident');
	expect(await does(leader, adoptIncident, { ...adoption, incidentId: 'brand' })).toBe('incident.already-started');
});
