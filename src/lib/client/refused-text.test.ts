import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { deeds } from './deeds.messages.ts';
import { againArguments, deedText, incidentOf, isFinal, isText, textIn } from './refused-text.ts';

const FEATURES = fileURLToPath(new URL('../features', import.meta.url));
const mutators = readdirSync(FEATURES, { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.mutators.ts'))
	.flatMap((path) => [...readFileSync(join(FEATURES, path), 'utf8').matchAll(/defineMutator\(\{\s*name: '([^']+)'/g)])
	.map(([, name = '']) => name);

test('everything that can be refused is told in words, in both languages', () => {
	expect(mutators.length).toBeGreaterThan(20);
	for (const name of mutators) {
		for (const language of ['sv', 'en'] as const) {
			expect(`${name} ${language} ${deeds.find(name, language) ? 'told' : 'untold'}`).toBe(`${name} ${language} told`);
		}
		expect(deedText(name)).not.toContain(name);
	}
	expect(deedText('shelter.open')).toBe('En ändring');
});

test('only a text can be mended; what else was refused is read, without ids and without what programs read', () => {
	expect(isText({ entryId: 'e', text: 'Vattnet stiger' })).toBe(true);
	const away = { memberId: 'bo', note: 'Semester', since: undefined, skills: [], away: { since: 1 } };
	expect(isText(away)).toBe(false);
	expect(textIn(away)).toBe('Semester');
	expect(isText(null)).toBe(false);
});

test('what is sent again has a new id of its own, and the incident it belongs to', () => {
	const args = { entryId: 'e1', incidentId: 'brand', text: 'Vattnet stiger' };
	const again = againArguments(args, { text: 'Vattnet sjunker', newId: () => 'e2' });
	expect(again).toEqual({ entryId: 'e2', incidentId: 'brand', text: 'Vattnet sjunker' });
	expect(incidentOf(again)).toBe('brand');
	expect(incidentOf({ memberId: 'bo' })).toBeUndefined();
});

test('nothing more can be sent to a log that is closed', () => {
	expect(isFinal('journal.closed')).toBe(true);
	expect(isFinal('sync.expired')).toBe(false);
});
