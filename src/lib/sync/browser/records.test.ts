import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { defineTable } from '../contract/index.ts';
import { Records } from './records.ts';
import { clearSealer } from './sealer.ts';
import { xchachaSealer } from './xchacha-sealer.ts';

const entries = defineTable({
	name: 'entries',
	row: z.object({ id: z.string(), room: z.string(), text: z.string() }),
	indexes: ['room'],
	scopeOf: ({ room }) => room
});
const sealer = xchachaSealer(new Uint8Array(32).fill(1));
const records = new Records(sealer);
/** As after a restart: nothing is remembered of what was sealed before. */
const later = new Records(sealer);
const row = { id: 'one', room: 'a', text: 'Strömavbrott i Sjörum' };
const changedRow = { ...row, text: 'Strömmen är åter' };
const sealed = records.fromRow(entries, row, undefined);

test('a row is read again after a restart, and nothing of its text stands on the disk', () => {
	expect(later.toRow(entries, structuredClone(sealed))).toEqual(row);
	const { body, ...clear } = sealed;
	expect(clear).toEqual({ id: 'one', scope: 'a', room: 'a', version: 0, commit: 0 });
	expect(new TextDecoder('latin1').decode(body as Uint8Array)).not.toContain('avbrott');
});

test('a sealed row moved to another row’s place, or to another table, does not open', () => {
	expect(() => later.toRow(entries, { ...sealed, id: 'two' })).toThrow();
	expect(() => later.toRow({ name: 'tasks' }, { ...sealed })).toThrow();
});

test('two sealings of the same row say the same; a changed text or another scope does not', () => {
	const again = records.fromRow(entries, { ...row }, undefined);
	expect(again.body).not.toEqual(sealed.body);
	expect(later.same('entries/one', again, structuredClone(sealed))).toBe(true);
	expect(records.same('entries/one', again, structuredClone(sealed))).toBe(true);
	const changed = records.fromRow(entries, changedRow, undefined);
	expect(records.same('entries/one', changed, sealed)).toBe(false);
	expect(records.same('entries/one', { ...again, scope: 'b' }, sealed)).toBe(false);
	expect(records.same('entries/one', undefined, sealed)).toBe(false);
	expect(records.same('entries/one', undefined, undefined)).toBe(true);
});

test('a row that release 0.2.0 wrote in the clear still opens, and equals its sealed successor', () => {
	const old = structuredClone(new Records(clearSealer).fromRow(entries, row, undefined));
	expect(later.toRow(entries, old)).toEqual(row);
	expect(later.same('entries/one', old, structuredClone(sealed))).toBe(true);
});
