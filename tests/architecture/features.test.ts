// What every feature must have, and what every refusal must be able to say.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { t as clientTexts } from '#lib/client/client.messages.ts';
import { t as entranceTexts } from '#lib/client/entrance/entrance.messages.ts';
import { messages, registry } from '#lib/features/registry.ts';

const FEATURES = fileURLToPath(new URL('../../src/lib/features', import.meta.url));
const SRC = fileURLToPath(new URL('../../src', import.meta.url));
const features = readdirSync(FEATURES, { withFileTypes: true }).flatMap((entry) =>
	entry.isDirectory() ? [entry.name] : []
);
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
	(path) => path.endsWith('.ts') && !path.endsWith('.test.ts')
);

describe.each(features)('the feature %s', (feature) => {
	test('has a README and a door', () => {
		for (const file of ['README.md', 'index.ts']) expect(existsSync(join(FEATURES, feature, file))).toBe(true);
	});

	test('has every table and mutator that it declares in the registry', () => {
		for (const file of readdirSync(join(FEATURES, feature)).filter((name) => /\.(tables|mutators)\.ts$/.test(name))) {
			const text = readFileSync(join(FEATURES, feature, file), 'utf8');
			for (const [, kind, name] of text.matchAll(/define(Table|Mutator)(?:<\w+>)?\(\{\s*name: '([^']+)'/g)) {
				const there = kind === 'Table' ? registry.table(name ?? '') : registry.mutator(name ?? '');
				expect(`${name ?? ''} ${there ? 'registered' : 'missing'}`).toBe(`${name ?? ''} registered`);
			}
		}
	});
});

test('every refusal that the code can give has its text in Swedish and English', () => {
	const codes = sources.flatMap((path) =>
		[...readFileSync(join(SRC, path), 'utf8').matchAll(/(?:refuse\(|refused: |code: )'([a-z]+\.[a-z-]+)'/g)].map(
			([, code]) => code ?? ''
		)
	);
	expect(codes.length).toBeGreaterThan(20);
	for (const code of new Set(codes)) {
		for (const language of ['sv', 'en'] as const) {
			const text = [clientTexts, entranceTexts, ...messages].map((texts) => texts.find(code, language)).find(Boolean);
			expect(`${code} ${language} ${text ? 'said' : 'unsaid'}`).toBe(`${code} ${language} said`);
		}
	}
});

test('every mutator says what its actor must be permitted, be it nothing', () => {
	const silent = registry.mutators.filter(({ needs }) => needs === undefined).map(({ name }) => name);
	expect(silent).toEqual([]);
});
