import { expect, test } from 'vitest';
import { filled } from '../beginning/index.ts';
import { loadContent } from '../content/index.ts';
import { createSearch, planDocuments, sameWordsOf, SEARCH_KINDS, t, type SearchHit } from './index.ts';

const content = await loadContent();
const rows = {
	chapters: content.plan.chapters.map((chapter) => ({ ...chapter, status: 'template' as const })),
	roles: content.staffRoles.map((role, index) => ({ ...role, order: index + 1 })),
	cards: content.actionCards,
	terms: content.glossary,
	agencies: content.agencies
};
const documents = planDocuments(filled(rows, { kommun: 'Alsjöhamns kommun', vattendrag: 'Alsjön' }));
const search = await createSearch(documents, sameWordsOf(content.agencies));

const titles = (hits: readonly SearchHit[]) => hits.map(({ title }) => title);
const named = (hits: readonly SearchHit[]) => hits.map(({ kind, title }) => `${kind}: ${title}`);

test('every chapter, role, card, step, word and agency can be found', () => {
	const counts = Object.fromEntries(
		SEARCH_KINDS.map((kind) => [kind, documents.filter((one) => one.kind === kind).length])
	);
	expect(counts).toEqual({ card: 12, step: 117, role: 21, chapter: 14, term: 23, agency: 13, member: 0, entry: 0 });
	for (const { kind, id, title } of documents.filter((one) => one.partOf === undefined)) {
		expect(search.find(title).map((hit) => `${hit.kind}/${hit.id}`)).toContain(`${kind}/${id}`);
	}
});

test('“skolor” finds the school card, and marks the words as they are written there', () => {
	const hit = search.find('skolor').find(({ title }) => title === 'Pågående dödligt våld i skola');
	expect(hit).toMatchObject({ kind: 'card', id: 'ak-dodligt-vald' });
	expect(hit?.terms).toEqual(expect.arrayContaining(['skola', 'skolan']));
});

test('“POSOM” finds krisstöd, and the other way round', () => {
	expect(named(search.find('POSOM'))).toEqual(
		expect.arrayContaining(['chapter: Krisstöd', 'role: Krisstödsledare (KSL)'])
	);
	expect(named(search.find('krisstödet'))).toContain('term: POSOM');
});

test('“landsting” finds what now is the region', () => {
	const hits = search.find('landstinget');
	expect(named(hits)).toContain('agency: Regionen (Region)');
	expect(hits.some(({ kind, excerpt }) => kind === 'step' && excerpt.includes('regionens smittskydd'))).toBe(true);
	expect(titles(hits)).not.toContain('Registrator och jurist (REG)');
});

test('“MSB” finds MCF, by its short and by its whole former name', () => {
	expect(titles(search.find('MSB'))).toEqual(['Myndigheten för civilt försvar (MCF)']);
	expect(titles(search.find('samhällsskydd och beredskap'))[0]).toBe('Myndigheten för civilt försvar (MCF)');
});

test('a word mistyped in a hurry still finds its card first', () => {
	expect(titles(search.find('elvabrott'))[0]).toBe('Elavbrott');
	expect(titles(search.find('översvämmning'))[0]).toBe('Översvämning');
	expect(titles(search.find('oversvamning'))[0]).toBe('Översvämning');
});

test('“avbrott” finds power cuts and IT failures alike', () => {
	expect(titles(search.find('avbrott').filter(({ kind }) => kind === 'card'))).toEqual(
		expect.arrayContaining(['Elavbrott', 'IT-avbrott eller cyberangrepp'])
	);
});

test('what is cut short ends with one sign, not with two', () => {
	for (const word of ['reservkraft', 'vatten', 'skola', 'krisstöd'])
		for (const { excerpt } of search.find(word)) expect(excerpt).not.toMatch(/[.,;:]\s*…/);
});

test('half a word is enough while typing', () => {
	expect(titles(search.find('dricksv'))[0]).toBe('Förorenat dricksvatten');
});

test('several words find the step that has them, with its card', () => {
	const [step] = search.find('elavbrott reservkraft pumpstationer');
	expect(step).toMatchObject({ kind: 'step', title: 'Elavbrott', partOf: 'ak-elavbrott' });
	expect(step?.terms).toEqual(expect.arrayContaining(['Elavbrott', 'reservkraft', 'pumpstationer']));
});

test('words of which no text has all still find the texts that have some', () => {
	expect(titles(search.find('reservkraft xylofon'))).toContain('Elavbrott');
});

test('the municipality’s own words are searched and shown', () => {
	const [hit] = search.find('Alsjöhamns');
	expect(hit?.title).toBe('Syfte, omfattning och beslut');
	expect(hit?.excerpt).toContain('Alsjöhamns kommun');
});

test('nothing is found where nothing is asked, or where nothing is', () => {
	expect(search.find('')).toEqual([]);
	expect(search.find(' – ! ')).toEqual([]);
	expect(search.find('zzzzzz')).toEqual([]);
});

test('a person whose name is changed is found by the new one only, and not at all once removed', async () => {
	const people = await createSearch(documents, []);
	people.put([{ kind: 'member', id: 'al-p-01', title: 'Karin Lindqvist', text: 'Socialtjänsten' }]);
	expect(titles(people.find('Lindqvist'))).toEqual(['Karin Lindqvist']);

	people.put([{ kind: 'member', id: 'al-p-01', title: 'Karin Norrby', text: 'Socialtjänsten' }]);
	expect(people.find('Lindqvist')).toEqual([]);
	expect(titles(people.find('Norrby'))).toEqual(['Karin Norrby']);

	people.remove('member', 'al-p-01');
	expect(people.find('Norrby')).toEqual([]);
});

test('every kind of find has a name in both languages', () => {
	for (const kind of SEARCH_KINDS)
		for (const inLanguage of ['sv', 'en'] as const) expect(t.find(`kind.${kind}`, inLanguage)).toBeTruthy();
});
