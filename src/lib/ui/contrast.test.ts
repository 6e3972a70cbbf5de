// Recomputes the contrast table of the design (ux.md D3) from the tokens as they are shipped.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrast } from './contrast.ts';

const css = readFileSync(new URL('./styles/tokens.css', import.meta.url), 'utf8');

/** The colours that the first rule with `selector` sets, by token. */
function coloursOf(selector: string): Record<string, string> {
	const start = css.indexOf(`${selector} {`);
	if (start < 0) throw new Error(`No rule ${selector}`);
	const rule = css.slice(start, css.indexOf('}', start));
	return Object.fromEntries(
		[...rule.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value])
	);
}

const themes = {
	light: coloursOf(':root'),
	dark: coloursOf(":root[data-theme='dark']"),
	natt: coloursOf(":root[data-theme='natt']")
};
type Theme = keyof typeof themes;

function ratio(theme: Theme, foreground: string, background: string): number {
	const [one, other] = [foreground, background].map((name) => (name === 'white' ? '#ffffff' : themes[theme][name]));
	if (!one || !other) throw new Error(`${theme} lacks ${foreground} or ${background}`);
	return contrast(one, other);
}

const design: [Theme, string, string, number][] = [
	['light', 'ink', 'canvas', 15.2],
	['light', 'ink', 'surface', 16.7],
	['light', 'muted', 'canvas', 7.3],
	['light', 'muted', 'surface', 8.0],
	['light', 'line', 'canvas', 1.5],
	['light', 'line', 'surface', 1.7],
	['light', 'edge', 'canvas', 4.2],
	['light', 'edge', 'surface', 4.7],
	['light', 'action', 'canvas', 8.0],
	['light', 'action', 'surface', 8.9],
	['light', 'on-action', 'action', 8.9],
	['light', 'link', 'canvas', 7.6],
	['light', 'link', 'surface', 8.4],
	['light', 'focus-outer', 'canvas', 15.2],
	['dark', 'ink', 'canvas', 15.1],
	['dark', 'ink', 'surface', 13.6],
	['dark', 'muted', 'canvas', 8.7],
	['dark', 'muted', 'surface', 7.8],
	['dark', 'line', 'canvas', 1.8],
	['dark', 'line', 'surface', 1.6],
	['dark', 'edge', 'canvas', 5.1],
	['dark', 'edge', 'surface', 4.6],
	['dark', 'action', 'canvas', 10.3],
	['dark', 'action', 'surface', 9.2],
	['dark', 'on-action', 'action', 9.5],
	['dark', 'link', 'canvas', 11.0],
	['dark', 'link', 'surface', 9.9],
	['dark', 'focus-outer', 'canvas', 12.8],
	['dark', 'focus-outer', 'surface', 11.5],
	['light', 'live', 'live-bg', 7.0],
	['light', 'ink', 'live-bg', 14.3],
	['light', 'white', 'live', 8.2],
	['light', 'exercise', 'exercise-bg', 8.4],
	['light', 'ink', 'exercise-bg', 14.1],
	['light', 'white', 'exercise', 9.9],
	['light', 'ok', 'ok-bg', 5.6],
	['light', 'ink', 'ok-bg', 14.4],
	['light', 'warn', 'warn-bg', 6.6],
	['light', 'ink', 'warn-bg', 14.9],
	['light', 'danger', 'danger-bg', 6.4],
	['light', 'ink', 'danger-bg', 14.2],
	['light', 'conflict', 'conflict-bg', 6.7],
	['light', 'ink', 'conflict-bg', 14.4],
	['light', 'info', 'info-bg', 7.2],
	['light', 'ink', 'info-bg', 14.3],
	['light', 'pending', 'pending-bg', 7.1],
	['light', 'ink', 'pending-bg', 14.4],
	['dark', 'live', 'live-bg', 7.0],
	['dark', 'ink', 'live-bg', 13.1],
	['dark', 'exercise', 'exercise-bg', 8.0],
	['dark', 'ink', 'exercise-bg', 13.0],
	['dark', 'ok', 'ok-bg', 8.1],
	['dark', 'ink', 'ok-bg', 11.8],
	['dark', 'warn', 'warn-bg', 8.8],
	['dark', 'ink', 'warn-bg', 12.1],
	['dark', 'danger', 'danger-bg', 7.8],
	['dark', 'ink', 'danger-bg', 13.1],
	['dark', 'conflict', 'conflict-bg', 8.5],
	['dark', 'ink', 'conflict-bg', 12.3],
	['dark', 'info', 'info-bg', 8.1],
	['dark', 'ink', 'info-bg', 12.6],
	['dark', 'pending', 'pending-bg', 7.8],
	['dark', 'ink', 'pending-bg', 12.1],
	['dark', 'frame-live', 'canvas', 4.1],
	['dark', 'frame-exercise', 'canvas', 4.1],
	['natt', 'ink', 'canvas', 10.5],
	['natt', 'muted', 'canvas', 6.2],
	['natt', 'edge', 'canvas', 3.7],
	['natt', 'action', 'canvas', 9.7],
	['natt', 'live', 'canvas', 8.0],
	['natt', 'exercise', 'canvas', 9.4],
	['natt', 'ok', 'canvas', 9.3],
	['natt', 'warn', 'canvas', 10.7],
	['natt', 'conflict', 'canvas', 10.1],
	['natt', 'frame-live', 'canvas', 3.1],
	['natt', 'frame-exercise', 'canvas', 3.2]
];

test.each(design)('in %s, %s on %s keeps the contrast of the design, %f', (theme, foreground, background, expected) => {
	expect(Math.abs(ratio(theme, foreground, background) - expected)).toBeLessThan(0.1);
});

const grounds = ['canvas', 'surface', 'sunken'];
const statuses = ['live', 'exercise', 'ok', 'warn', 'danger', 'conflict', 'info', 'pending'];
const themeNames = Object.keys(themes) as Theme[];

test.each(themeNames)('every text in %s can be read on every ground it is set on', (theme) => {
	const pairs = [
		...['ink', 'muted', 'action', 'link'].flatMap((text) => grounds.map((ground) => [text, ground] as const)),
		...statuses.flatMap((status) => ['canvas', 'surface', `${status}-bg`].map((ground) => [status, ground] as const)),
		...statuses.map((status) => ['ink', `${status}-bg`] as const),
		...['action', 'live', 'exercise'].map((ground) => [`on-${ground}`, ground] as const)
	];
	const weak = pairs.filter(([text, ground]) => ratio(theme, text, ground) < 4.5);
	expect(weak).toEqual([]);
});

test.each(themeNames)('every edge, frame and focus ring in %s can be seen on every ground', (theme) => {
	const signs = ['edge', 'focus-outer', 'frame-live', 'frame-exercise'];
	const weak = signs.filter((sign) => ['canvas', 'surface'].some((ground) => ratio(theme, sign, ground) < 3));
	expect(weak).toEqual([]);
});
