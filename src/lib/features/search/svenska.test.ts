import { expect, test } from 'vitest';
import { fold, headsOf, stem, wordsOf } from './svenska.ts';

test.each([
	['skola', ['skolan', 'skolor', 'skolorna', 'skolornas', 'Skolans']],
	['krisstöd', ['krisstödet', 'krisstöds', 'KRISSTÖD', 'krisstod']],
	['region', ['regionen', 'regionens', 'regioner']],
	['avbrott', ['avbrottet', 'avbrotten', 'avbrottens']],
	['nämnd', ['nämnden', 'nämnder', 'nämndernas']],
	['ledare', ['ledaren', 'ledarna', 'ledares']],
	['bro', ['bron', 'broar', 'broarna']],
	['larm', ['larma', 'larmar', 'larmade', 'larmat', 'larmet']],
	['stad', ['städer', 'staden', 'städernas']]
])('whoever looks for %s also finds its other forms', (word, forms) => {
	expect(forms.map(stem)).toEqual(forms.map(() => stem(word)));
});

test.each([
	['buss', 'bus'],
	['kris', 'kri'],
	['brand', 'bra'],
	['hus', 'hu']
])('%s keeps its own last letter', (word, tooShort) => {
	expect(stem(word)).toBe(fold(word));
	expect(stem(word)).not.toBe(tooShort);
});

test('a word written on a keyboard without å, ä and ö is the same word', () => {
	expect(fold('Översvämning')).toBe('oversvamning');
	expect(fold('Idé')).toBe('ide');
	expect(wordsOf('A\u030aker')).toEqual(['Åker']);
});

test('a hyphen parts words, and numbers count as words', () => {
	expect(wordsOf('IT-avbrott, väg 223 (E20)!')).toEqual(['IT', 'avbrott', 'väg', '223', 'E20']);
});

test('a power cut is also a cut, and a word is not its own last part', () => {
	const heads = new Set([stem('avbrott'), stem('grupp')]);
	expect(headsOf(stem('elavbrottet'), heads)).toEqual(['avbrott']);
	expect(headsOf(stem('krisstödsgruppen'), heads)).toEqual(['grupp']);
	expect(headsOf(stem('avbrott'), heads)).toEqual([]);
});
