import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrast } from '#lib/ui/contrast.ts';
import { accentIn, GROUNDS, isReadableAccent } from './municipality-accent.ts';

const css = readFileSync(new URL('../../ui/styles/tokens.css', import.meta.url), 'utf8');
const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

test.each(['light', 'dark'] as const)('the grounds of the %s are those that are shipped', (light) => {
	const rule = css.slice(css.indexOf(light === 'light' ? ':root {' : ":root[data-theme='dark'] {"));
	const token = (name: string): string | undefined => new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(rule)?.[1];
	expect(GROUNDS[light]).toEqual({ canvas: token('canvas'), surface: token('surface'), ink: token('on-action') });
});

test('a colour that is accepted can be read on every ground, and what stands on it too', () => {
	fc.assert(
		fc.property(colour, (chosen) => {
			fc.pre(isReadableAccent(chosen));
			const shown = accentIn(chosen);
			for (const light of ['light', 'dark'] as const)
				for (const other of Object.values(GROUNDS[light]))
					expect(contrast(shown[light], other)).toBeGreaterThanOrEqual(4.5);
		}),
		{ numRuns: 1_000 }
	);
});

test.each(['#ffd23f', '#ffffff', '#9fb8c4', '#7f8c8d'])('%s is too light to be read and is refused', (chosen) => {
	expect(isReadableAccent(chosen)).toBe(false);
});

test.each(['#0f5257', '#000000', '#00308f', '#9b1c1c', '#5b2a86'])('%s is taken as it is', (chosen) => {
	expect(isReadableAccent(chosen)).toBe(true);
	expect(accentIn(chosen).light).toBe(chosen);
});
