// A municipality's own colour, as the product can use it: readable in every light, or refused.
import * as z from 'zod/mini';
import { contrast } from '#lib/ui/contrast.ts';

export const Colour = z.string().check(z.regex(/^#[0-9a-f]{6}$/));

/** The grounds on which the accent stands, and the ink on it; the same as ui/styles/tokens.css, which a test compares. */
export const GROUNDS = {
	light: { canvas: '#f3f4f1', surface: '#ffffff', ink: '#ffffff' },
	dark: { canvas: '#0f1513', surface: '#18201e', ink: '#06201f' }
} as const;

const TEXT = 4.5;

/**
 * The accent for the light and the dark: the first as it was chosen, the second lightened until it can be read.
 *
 * Shapes:  colours as `#rrggbb`. The night's light keeps its own amber whatever the municipality's colour: blue would
 *          take the sight of whoever goes out into the dark.
 */
export function accentIn(colour: string): { light: string; dark: string } {
	const steps = Array.from({ length: 21 }, (_, step) => lightened(colour, step / 20));
	return { light: colour, dark: steps.find((one) => isReadableOn(one, 'dark')) ?? '#ffffff' };
}

/** Whether text in this colour, and text on it, can be read in the light and in the dark: 4.5 to 1 at least (WCAG 2.2 AA). */
export function isReadableAccent(colour: string): boolean {
	return isReadableOn(colour, 'light') && isReadableOn(accentIn(colour).dark, 'dark');
}

function isReadableOn(colour: string, light: keyof typeof GROUNDS): boolean {
	return Object.values(GROUNDS[light]).every((other) => contrast(colour, other) >= TEXT);
}

/** `colour` with the share `by` of white in it. */
function lightened(colour: string, by: number): string {
	const parts = [1, 3, 5].map((start) => {
		const part = Number.parseInt(colour.slice(start, start + 2), 16);
		return Math.round(part + (255 - part) * by)
			.toString(16)
			.padStart(2, '0');
	});
	return `#${parts.join('')}`;
}
