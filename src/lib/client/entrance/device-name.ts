// What a browser calls itself until somebody gives it a better name; plain letters, since it travels in a header.

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/iPad|Macintosh.*Mobile/, 'iPad'],
	[/iPhone/, 'iPhone'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS/, 'Mac'],
	[/Linux/, 'Linux']
];
const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/Edg/, 'Edge'],
	[/Firefox|FxiOS/, 'Firefox'],
	[/Chrom|CriOS/, 'Chrome'],
	[/Safari/, 'Safari']
];

/** Such as “Chrome, Windows”. */
export function deviceName(agent: string = navigator.userAgent): string {
	const found = [BROWSERS, SYSTEMS].map((list) => list.find(([pattern]) => pattern.test(agent))?.[1]);
	return found.filter(Boolean).join(', ');
}
