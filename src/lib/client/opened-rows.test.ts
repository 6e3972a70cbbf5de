import { expect, test } from 'vitest';
import type { Row } from '#lib/sync/contract/index.ts';
import type { RowRecord } from '#lib/sync/browser/index.ts';
import { OpenedRows } from './opened-rows.ts';

interface Entry extends Row {
	readonly text: string;
}

const record = (id: string, text: string): RowRecord => ({
	id,
	scope: 'incident:1',
	version: 1,
	commit: 1,
	body: JSON.stringify({ id, text })
});

test('when an entry comes, the entries already on screen stay the same objects, and a changed one is new', () => {
	const rows = new OpenedRows<Entry>(({ body }) => JSON.parse(body as string) as Entry);
	const [first, second] = rows.open([record('a', 'Strömavbrott'), record('b', 'Vattnet stiger')]);
	const after = rows.open([record('b', 'Vattnet sjunker'), record('a', 'Strömavbrott'), record('c', 'Ny rad')]);
	expect(after.map(({ text }) => text)).toEqual(['Vattnet sjunker', 'Strömavbrott', 'Ny rad']);
	expect(after[1]).toBe(first);
	expect(after[0]).not.toBe(second);
});
