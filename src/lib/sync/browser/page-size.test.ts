import { expect, test } from 'vitest';
import { PageSize } from './page-size.ts';

/** Compressed, an entry of a log takes about a hundred bytes. */
const BYTES_PER_ROW = 100;

function fill(rows: number, bytesPerSecond: number): number[] {
	const size = new PageSize();
	const waits: number[] = [];
	for (let left = rows; left > 0; left -= size.rows) {
		const wait = 100 + (size.rows * BYTES_PER_ROW * 1_000) / bytesPerSecond;
		waits.push(wait);
		size.came(wait);
	}
	return waits;
}

test('on a line of 50 kbit/s every page comes well within the minute it is given', () => {
	expect(Math.max(...fill(20_000, 6_250))).toBeLessThan(30_000);
});

test('after a page that never came a quarter of it is asked for', () => {
	const size = new PageSize();
	size.failed();
	expect(size.rows).toBe(250);
});

test('on a fast line twenty thousand entries come in a handful of pages', () => {
	expect(fill(20_000, 10_000_000).length).toBeLessThan(9);
});
