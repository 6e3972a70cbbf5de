import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { FillPage } from '#lib/sync/contract/index.ts';
import { pageAnswer } from './page-answer.server.ts';

function pageOf(rows: number): FillPage {
	const body = JSON.stringify({ text: '🚑 Vattnet stiger vid "kajen". '.repeat(20) });
	return {
		scope: 'incident:flood',
		top: 9,
		below: 3,
		left: 3,
		rows: Array.from({ length: rows }, (_, n) => ({
			table: 'journalEntries',
			id: `e${n}`,
			version: n,
			commit: n,
			body
		}))
	};
}

test.each([10, 99, 100, 101, 1_000])(
	'a page of %i rows travels compressed, and not a letter of it is lost',
	async (rows) => {
		const answer = pageAnswer(pageOf(rows), 'br, gzip');
		const bytes = Buffer.from(await answer.arrayBuffer());
		expect(answer.headers.get('content-encoding')).toBe('gzip');
		expect(bytes.length).toBeLessThan(JSON.stringify(pageOf(rows)).length / 5);
		expect(JSON.parse(gunzipSync(bytes).toString())).toEqual(pageOf(rows));
	}
);

test.each([
	['an asker that takes no compression', 200, 'identity'],
	['an asker that does not say', 200, null],
	['a page with hardly anything in it', 0, 'gzip']
])('%s gets it as it is', async (_, rows, accepts) => {
	const answer = pageAnswer(pageOf(rows), accepts);
	expect(answer.headers.get('content-encoding')).toBeNull();
	expect(answer.headers.get('cache-control')).toBe('no-store');
	expect(await answer.json()).toEqual(pageOf(rows));
});
