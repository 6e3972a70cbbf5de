import { beforeEach, expect, test } from 'vitest';
import { EVERY_RIGHT } from '#lib/features/access/index.ts';
import type { Actor, Mutator, PushReply } from '#lib/sync/contract/index.ts';
import { startInProcess, type InProcess } from '../../../../tests/support/in-process.ts';
import {
	addChapter,
	adoptPlan,
	beginDraft,
	blockId,
	changeChapter,
	chooseText,
	draftAsPlan,
	draftBlocks,
	draftChapters,
	draftLevels,
	draftRoles,
	establishAnnex,
	annexes,
	planChapters,
	planVersions,
	putChapter,
	putRole,
	removeBlock,
	rivalsIn,
	signOf,
	staffRoles,
	versionInForce,
	versionParts,
	writeAnnex,
	writeBlock,
	writeRole,
	type Draft
} from './index.ts';

const anna: Actor = { personId: 'anna', name: 'Anna', role: 'Säkerhetschef', rights: EVERY_RIGHT };
const bo: Actor = { personId: 'bo', name: 'Bo', role: 'Kanslichef', rights: EVERY_RIGHT };
const DECISION = { decisionBody: 'Kommunfullmäktige', decidedOn: '2027-03-12', dnr: 'KS 2027/41' };
const PERIOD = { validFrom: '2027-03-12', validUntil: '2030-12-31' };

let server: InProcess;
let seqs: Map<string, number>;

/** Does it as `actor`; the refusal's code, or undefined. */
async function does<A>(actor: Actor, { name }: Mutator<A>, args: A): Promise<string | undefined> {
	const seq = (seqs.get(actor.personId) ?? 0) + 1;
	seqs.set(actor.personId, seq);
	const reply = await new Promise<PushReply | undefined>((resolve) => {
		server.authority.judge({ clientId: actor.personId, actor }, [{ seq, name, args, at: seq }], resolve);
	});
	expect(server.bugs).toEqual([]);
	return reply?.verdicts[0]?.refused;
}

async function draft(): Promise<Draft> {
	return {
		chapters: await server.rows(draftChapters),
		blocks: await server.rows(draftBlocks),
		roles: await server.rows(draftRoles),
		levels: await server.rows(draftLevels)
	};
}

async function adopts(versionId: string, actor = anna): Promise<string | undefined> {
	return does(actor, adoptPlan, { versionId, ...DECISION, ...PERIOD, sign: signOf(await draft()) });
}

const writes = (actor: Actor, writeId: string, text: string, basedOn: string | null = 'begun') =>
	does(actor, writeBlock, {
		blockId: 'kap-1.b1',
		writeId,
		basedOn,
		text,
		chapterId: 'kap-1',
		place: 'body' as const,
		order: 2048
	});

beforeEach(async () => {
	server = await startInProcess(() => 1_000_000);
	seqs = new Map();
	const chapter = { checklist: ['Larmprov'], legalBasis: [], status: 'template' as const };
	await does(anna, putChapter, { ...chapter, id: 'kap-1', number: 1, title: 'Syfte', body: ['Planen gäller alla.'] });
	await does(anna, putChapter, { ...chapter, id: 'kap-2', number: 2, title: 'Larm', body: ['Ring TiB.', 'Skriv.'] });
	await does(anna, putRole, { id: 'r-tib', name: 'TiB', symbol: 'TiB', minStaffing: 1, duties: ['Larmar'], order: 1 });
	const ids = { chapterIds: ['kap-1', 'kap-2', 'finns-inte'], roleIds: ['r-tib'], levelIds: [] };
	expect(await does(anna, beginDraft, ids)).toBeUndefined();
	expect(await does(bo, beginDraft, ids)).toBeUndefined();
});

test('a draft begins as what holds, once, however many begin it', async () => {
	const { chapters, roles } = draftAsPlan(await draft());
	expect(chapters).toEqual((await server.rows(planChapters)).toSorted((one, other) => one.number - other.number));
	expect(roles).toEqual(await server.rows(staffRoles));
});

test('what is written in the draft changes nothing that holds, until it is adopted', async () => {
	await writes(anna, 'w1', 'Planen gäller **alla** förvaltningar.');
	await does(anna, writeRole, {
		writeId: 'w2',
		basedOn: 'begun',
		role: { id: 'r-tib', name: 'Jour', symbol: 'J', minStaffing: 2, duties: [], order: 1, status: 'adopted' }
	});
	expect((await server.rows(planChapters)).find(({ id }) => id === 'kap-1')?.body).toEqual(['Planen gäller alla.']);
	expect(await adopts('v1')).toBeUndefined();
	expect((await server.rows(planChapters)).find(({ id }) => id === 'kap-1')?.body).toEqual([
		'Planen gäller **alla** förvaltningar.'
	]);
	expect(await server.rows(staffRoles)).toMatchObject([{ name: 'Jour', status: 'adopted' }]);
	expect(versionInForce(await server.rows(planVersions))).toMatchObject({
		id: 'v1',
		number: 1,
		...DECISION,
		...PERIOD,
		adoptedBy: { name: 'Anna' }
	});
});

test('two who write the same paragraph without seeing each other keep both texts; until one is chosen nothing is adopted', async () => {
	await writes(anna, 'w1', 'Annas text');
	await writes(bo, 'w2', 'Bos text');
	const [block] = (await draft()).blocks.filter(({ id }) => id === 'kap-1.b1');
	expect(block).toMatchObject({ value: 'Annas text', rivals: [{ value: 'Bos text', by: { name: 'Bo' } }] });
	expect(rivalsIn(await draft())).toBe(1);
	expect(await adopts('v1')).toBe('plan.rivals-left');
	const chosenFrom = ['w1', 'w2'];
	await does(bo, chooseText, { blockId: 'kap-1.b1', writeId: 'w3', chosenFrom, text: 'Bådas text' });
	expect(rivalsIn(await draft())).toBe(0);
	expect(await adopts('v1')).toBeUndefined();
});

test('a paragraph that somebody has written in meanwhile is not removed, and one that was removed comes back when written in', async () => {
	await writes(bo, 'w1', 'Bos text');
	expect(await does(anna, removeBlock, { blockId: 'kap-1.b1', basedOn: 'begun' })).toBe('plan.written-meanwhile');
	expect(await does(anna, removeBlock, { blockId: 'kap-1.b1', basedOn: 'w1' })).toBeUndefined();
	await writes(bo, 'w2', 'Skrivet utan nät', 'w1');
	expect(draftAsPlan(await draft()).chapters[0]?.body).toEqual(['Skrivet utan nät']);
});

test('whoever adopts adopts what they have read, and nothing that was written after', async () => {
	const sign = signOf(await draft());
	await writes(bo, 'w1', 'Sent');
	expect(await does(anna, adoptPlan, { versionId: 'v1', ...DECISION, ...PERIOD, sign })).toBe('plan.draft-changed');
	expect(await server.rows(planVersions)).toEqual([]);
});

test('an adopted version stays as it was adopted, whatever is written, removed or adopted after it', async () => {
	await adopts('v1');
	const parts = async (): Promise<unknown> =>
		(await server.rows(versionParts)).filter(({ versionId }) => versionId === 'v1');
	const before = await parts();
	await writes(anna, 'w1', 'Annat');
	await does(anna, changeChapter, { chapterId: 'kap-2', removed: true });
	await does(anna, addChapter, { chapterId: 'kap-3', order: 9_000 });
	await does(anna, writeBlock, {
		blockId: blockId('kap-3', 'title'),
		writeId: 'w2',
		basedOn: null,
		text: 'Nytt',
		chapterId: 'kap-3',
		place: 'title' as const,
		order: 0
	});
	expect(await adopts('v2', bo)).toBeUndefined();
	expect(await adopts('v1', bo)).toBe('plan.already-adopted');
	expect(
		await does(anna, putChapter, {
			id: 'kap-1',
			number: 1,
			title: 'X',
			body: [],
			checklist: [],
			legalBasis: [],
			status: 'template'
		})
	).toBe('plan.in-force');
	expect(await parts()).toEqual(before);
	const now = (await server.rows(planChapters)).toSorted((one, other) => one.number - other.number);
	expect(now.map(({ number, title }) => `${number} ${title}`)).toEqual(['1 Syfte', '2 Nytt']);
	expect(versionInForce(await server.rows(planVersions))).toMatchObject({ id: 'v2', number: 2 });
});

test('a validity that ends before it begins is refused, and so is a plan without chapters', async () => {
	const sign = signOf(await draft());
	const backwards = { validFrom: '2027-03-12', validUntil: '2026-12-31' };
	expect(await does(anna, adoptPlan, { versionId: 'v1', ...DECISION, ...backwards, sign })).toBe(
		'plan.dates-backwards'
	);
	for (const chapterId of ['kap-1', 'kap-2']) await does(anna, changeChapter, { chapterId, removed: true });
	expect(await adopts('v1')).toBe('plan.nothing-to-adopt');
});

test('an annex is established as it was read, and numbered each time', async () => {
	const annex = { kind: 'list' as const, title: 'Samlingsplatser', text: '- Sjörum' };
	const review = { unit: 'Säkerhetsenheten', establishedOn: '2026-11-26', reviewBy: '2027-11-26' };
	await does(anna, writeAnnex, { annexId: 'lista', writeId: 'w1', basedOn: null, annex });
	expect(await does(anna, establishAnnex, { annexId: 'lista', draft: 'w1', ...review })).toBeUndefined();
	await does(bo, writeAnnex, { annexId: 'lista', writeId: 'w2', basedOn: 'w1', annex: { ...annex, text: '- Hamnen' } });
	expect(await does(anna, establishAnnex, { annexId: 'lista', draft: 'w1', ...review })).toBe('plan.draft-changed');
	expect(await server.rows(annexes)).toMatchObject([{ number: 1, text: '- Sjörum', unit: 'Säkerhetsenheten' }]);
	expect(await does(anna, establishAnnex, { annexId: 'lista', draft: 'w2', ...review })).toBeUndefined();
	expect(await server.rows(annexes)).toMatchObject([{ number: 2, text: '- Hamnen' }]);
});
