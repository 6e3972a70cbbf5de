import { expect, test } from 'vitest';
import { registry } from '#lib/features/registry.ts';
import { ok, refuse, type Result } from '#lib/kernel/index.ts';
import { Overlay, runMutator, type Actor, type Mutator } from '#lib/sync/contract/index.ts';
import {
	beginMunicipality,
	changeMunicipality,
	emblems,
	municipalities,
	MUNICIPALITY_ID,
	municipalityParts,
	putEmblem,
	putPart,
	removePart
} from './index.ts';

const AT = Date.parse('2026-11-25T13:05Z');
const by = (as: string): Actor => ({
	personId: as,
	name: as,
	role: as,
	rights: [{ as, on: 'municipality', from: 0 }]
});
const OFFICE = by('administrator');
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function sjovalla() {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	const run = <A>(mutator: Mutator<A>, args: NoInfer<A>, actor = OFFICE): Promise<Result<void>> =>
		runMutator(registry, mutator, { tx, actor, at: AT, judgedAt: AT }, args);
	await run(beginMunicipality, { name: 'Sjövalla', beginning: 'empty' });
	return { tx, run };
}

test('what is changed is changed, and nothing beside it', async () => {
	const { tx, run } = await sjovalla();
	await run(changeMunicipality, { dutyNumber: '0485-470 00', leaseDays: 5 });
	await run(changeMunicipality, { name: 'Sjövalla kommun', accent: '#7a1f5c' });
	await run(changeMunicipality, { dutyNumber: null });
	expect(await tx.get(municipalities, MUNICIPALITY_ID)).toEqual({
		id: MUNICIPALITY_ID,
		name: 'Sjövalla kommun',
		beginning: 'empty',
		begunAt: AT,
		accent: '#7a1f5c',
		dutyNumber: undefined,
		leaseDays: 5
	});
});

test('a colour that cannot be read is refused, and the one before stays', async () => {
	const { tx, run } = await sjovalla();
	await run(changeMunicipality, { accent: '#7a1f5c' });
	expect(await run(changeMunicipality, { accent: '#ffd23f' })).toEqual(refuse('municipality.accent-unreadable'));
	expect((await tx.get(municipalities, MUNICIPALITY_ID))?.accent).toBe('#7a1f5c');
});

test.each([
	{ leaseDays: 0 },
	{ leaseDays: 31 },
	{ leaderLeaseDays: 2.5 },
	{ retentionDays: 29 },
	{ accent: 'red;background:url(//evil)' },
	{ name: '' }
])('%j is outside what can be set', (changes) => {
	expect(changeMunicipality.args.safeParse(changes).success).toBe(false);
});

test.each([
	['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString('base64')],
	['what would leave the address of the picture', `${PNG}"><script>`],
	['more than 100 kB', `iVBORw0KGgo${'A'.repeat(140_000)}`]
])('%s is no crest', (_, png) => {
	expect(putEmblem.args.safeParse({ png }).success).toBe(false);
});

test('a crest is put, and taken away again', async () => {
	const { tx, run } = await sjovalla();
	expect(await run(putEmblem, { png: PNG })).toEqual(ok(undefined));
	expect(await tx.get(emblems, MUNICIPALITY_ID)).toEqual({ id: MUNICIPALITY_ID, png: PNG });
	expect(await run(putEmblem, { png: null })).toEqual(ok(undefined));
	expect(await run(putEmblem, { png: null })).toEqual(ok(undefined));
	expect(await tx.get(emblems, MUNICIPALITY_ID)).toBeUndefined();
});

test('a committee is written, renamed and removed', async () => {
	const { tx, run } = await sjovalla();
	await run(putPart, { id: 'n1', kind: 'committee', name: 'Socialnämnden' });
	await run(putPart, { id: 'n1', kind: 'committee', name: 'Vård- och omsorgsnämnden' });
	expect((await tx.get(municipalityParts, 'n1'))?.name).toBe('Vård- och omsorgsnämnden');
	expect(await run(removePart, { partId: 'n1' })).toEqual(ok(undefined));
	expect(await run(removePart, { partId: 'n1' })).toEqual(refuse('municipality.no-such-part'));
});

test('nobody but an administrator changes the municipality, not even whoever leads in a crisis', async () => {
	const { run } = await sjovalla();
	const leader = by('crisisLeadership');
	const tried = [
		run(changeMunicipality, { name: 'Annan' }, leader),
		run(putEmblem, { png: null }, leader),
		run(putPart, { id: 'n1', kind: 'district', name: 'Norra' }, leader),
		run(removePart, { partId: 'n1' }, leader)
	];
	expect(await Promise.all(tried)).toEqual(tried.map(() => refuse('access.not-permitted')));
});
