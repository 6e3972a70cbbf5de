// The WCAG 2 contrast formula; a municipality's own accent is checked with it when it is saved, and our tokens by a test.

/** Relative luminance, 0 (black) to 1 (white), of a colour written `#rrggbb`. */
function luminance(colour: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
		const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * How far apart two colours are, 1 (the same) to 21 (black on white); text needs 4.5, edges of controls 3.
 *
 * Shapes:  colours as `#rrggbb`; their order does not matter.
 * Source:  WCAG 2.2, “contrast ratio”.
 */
export function contrast(one: string, other: string): number {
	const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}
