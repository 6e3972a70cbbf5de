// What a browser wants before it offers to install the app.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
	name: string;
	start_url: string;
	scope: string;
	display: string;
	icons: { src: string; sizes: string; type: string; purpose?: string }[];
}

const fileOf = (path: string): Buffer => readFileSync(new URL(`../../static${path}`, import.meta.url));
const manifest = JSON.parse(fileOf('/manifest.webmanifest').toString()) as Manifest;

test('the app has a name, starts at the situation and opens without the browser’s own frame', () => {
	expect(manifest).toMatchObject({ start_url: '/', scope: '/', display: 'standalone' });
	expect(manifest.name).toContain('Beredd');
});

test.each(manifest.icons)('the icon $src is a picture of $sizes', ({ src, sizes }) => {
	const png = fileOf(src);
	expect(png.subarray(1, 4).toString()).toBe('PNG');
	// Width and height stand at bytes 16 and 20 of a PNG.
	expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
});

test('there are icons of 192 and 512 pixels, and one that may be cut to any shape', () => {
	expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
	expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
});
