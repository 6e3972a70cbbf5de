import { expect, test } from 'vitest';
import { injectReleases } from '#lib/features/exercise/index.ts';
import { journalEntries, isLate, type JournalEntry } from '#lib/features/journal/index.ts';
import { registry } from '#lib/features/registry.ts';
import { isAway, members } from '#lib/features/roster/index.ts';
import { municipalities, municipalityParts } from '#lib/features/municipality/index.ts';
import { stepTicks } from '#lib/features/actioncard/index.ts';
import { ok } from '#lib/kernel/index.ts';
import { Overlay, type Row, type Table } from '#lib/sync/contract/index.ts';
import { loadContent } from '../content/index.ts';
import { exampleScript, type ScriptedMutation } from './index.ts';

const content = await loadContent();
const NOW = Date.parse('2026-11-25T13:00Z');

async function replayed(script: readonly ScriptedMutation[]) {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	for (const { name, args, actor, at } of script) {
		const mutator = registry.mutator(name);
		if (!mutator) throw new Error(`No mutator ${name}`);
		expect(await mutator.run({ tx, actor, at }, mutator.args.parse(args)), name).toEqual(ok(undefined));
	}
	return <R extends Row>(table: Table<R>): R[] =>
		[...tx.writes.values()].flatMap(({ table: { name }, row }) => (row && name === table.name ? [row as R] : []));
}

const script = exampleScript(content, NOW);
const rows = await replayed(script);
const entriesOf = (incidentId: string): JournalEntry[] =>
	rows(journalEntries).filter((entry) => entry.incidentId === incidentId);

test.each([
	['in November, after the exercise', NOW],
	['before the day for which the exercise is planned', Date.parse('2026-09-01T08:00Z')],
	['years later', Date.parse('2029-03-25T00:30Z')]
])('Alsjöhamn can begin %s: nothing is refused, all in ascending time and nothing in the future', async (_, now) => {
	const times = exampleScript(content, now).map(({ at }) => at);
	await replayed(exampleScript(content, now));
	expect(times).toEqual(times.toSorted((one, other) => one - other));
	expect(times.at(-1)).toBeLessThanOrEqual(now);
});

test('Alsjöhamn is the same each time it is built', () => {
	expect(exampleScript(content, NOW)).toEqual(script);
});

test('no placeholder is left in what people of Alsjöhamn have written', () => {
	for (const { text } of rows(journalEntries)) expect(text).not.toMatch(/[{}[\]]/);
});

test('each correction in the logs points to the entry that was wrong', () => {
	const pointers = rows(journalEntries).flatMap(({ id, corrects }) => (corrects ? [[id, corrects]] : []));
	expect(Object.fromEntries(pointers)).toEqual({ 'al-ovl-15': 'al-ovl-04', 'al-ink-23': 'al-ink-05' });
});

test('decisions in the logs carry their reason and follow-up, in words and not as ids', () => {
	const decisions = rows(journalEntries).filter(({ type }) => type === 'decision');
	expect(decisions).toHaveLength(4);
	for (const { details } of decisions) {
		expect(details).toMatchObject({ reason: expect.any(String) as string, followUp: expect.any(String) as string });
		expect(details?.['decidedBy']).toMatch(/Tjänsteman i beredskap|Kommundirektör/);
	}
});

test('the two bus orders of the fire were written down late, and stand after what was written before them', () => {
	const log = entriesOf('al-handelse-brand');
	expect(log.filter(isLate).map(({ id }) => id)).toEqual(['al-ink-19']);
	const ids = log.map(({ id }) => id);
	expect(ids.indexOf('al-ink-19')).toBeGreaterThan(ids.indexOf('al-ink-21'));
});

test('an inject of the exercise is released before anyone writes of it', () => {
	const log = entriesOf('al-ovning-2026');
	expect(rows(injectReleases).length).toBeGreaterThan(0);
	for (const { injectId, releasedAt } of rows(injectReleases)) {
		const answers = log.filter((entry) => entry.injectId === injectId && !entry.id.endsWith('-inspel'));
		expect(answers.length, injectId).toBeGreaterThan(0);
		for (const { happenedAt } of answers) expect(happenedAt).toBeGreaterThanOrEqual(releasedAt);
	}
});

test('everything written in the exercise is marked as one', () => {
	for (const { text } of entriesOf('al-ovning-2026')) expect(text).toMatch(/^ÖVNING\b/);
});

test('whoever is on leave is away, and who travels in December is still there in November', () => {
	const awayAt = (now: number): string[] => rows(members).flatMap((one) => (isAway(one, now) ? [one.familyName] : []));
	expect(awayAt(NOW)).toEqual(['Mansour']);
	expect(awayAt(Date.parse('2026-12-24T12:00Z')).toSorted()).toEqual(['Hedin', 'Mansour']);
	expect(awayAt(Date.parse('2027-02-28T22:59Z'))).toEqual(['Mansour']);
	expect(awayAt(Date.parse('2027-02-28T23:00Z'))).toEqual([]);
});

test('numbers of Alsjöhamn are of different ages, and nobody was reached before being on the roster', () => {
	const verified = rows(members).flatMap(({ numberVerifiedAt }) => numberVerifiedAt ?? []);
	expect(verified.length).toBeGreaterThan(40);
	expect(verified.length).toBeLessThan(rows(members).length);
	expect(new Set(verified).size).toBeGreaterThan(10);
});

test('each ticked step was ticked by whoever has the step’s role', () => {
	expect(rows(stepTicks)).toHaveLength(6);
	const steps = content.actionCards.flatMap((card) => card.steps);
	for (const { stepId, by } of rows(stepTicks)) {
		const role = steps.find(({ id }) => id === stepId)?.role;
		expect(by.role).toBe(content.staffRoles.find(({ id }) => id === role)?.name);
	}
});

test('Alsjöhamn has a number to whoever is on duty, its committees and the districts that its plan names', () => {
	expect(rows(municipalities)[0]?.dutyNumber).toMatch(/^070-174 06 \d\d$/);
	const named = (kind: string): string[] =>
		rows(municipalityParts).flatMap((part) => (part.kind === kind ? part.name : []));
	expect(named('district')).toEqual(['Alsjöhamn', 'Vråbruk', 'Södra Ekskär', 'Ljungmo']);
	expect(named('committee')).toContain('Socialnämnden');
});
