import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressedJson } from './compressed-json.server.ts';

const page = {
	rows: Array.from({ length: 200 }, (_, n) => ({ id: n, text: '🚑 Vattnet stiger vid kajen. '.repeat(30) }))
};

test('a page of a fill travels compressed to whoever takes that, and not a letter of it is lost', async () => {
	const answer = compressedJson(page, 'br, gzip');
	const bytes = Buffer.from(await answer.arrayBuffer());
	expect(answer.headers.get('content-encoding')).toBe('gzip');
	expect(bytes.length).toBeLessThan(JSON.stringify(page).length / 5);
	expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(page);
});

test.each([
	['an asker that takes no compression', page, 'identity'],
	['an asker that does not say', page, null],
	['a page with hardly anything in it', { rows: [] }, 'gzip']
])('%s gets it as it is', async (_, value, accepts) => {
	const answer = compressedJson(value, accepts);
	expect(answer.headers.get('content-encoding')).toBeNull();
	expect(answer.headers.get('cache-control')).toBe('no-store');
	expect(await answer.json()).toEqual(value);
});
