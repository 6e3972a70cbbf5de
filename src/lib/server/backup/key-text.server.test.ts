import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyFromText, keyToText } from './key-text.server.ts';

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const parts = fc.constantFrom('public' as const, 'private' as const);

test('every key comes back from its text, also typed in capitals, with blanks and lines, and with O and I for digits', () => {
	fc.assert(
		fc.property(parts, keys, (part, key) => {
			const text = keyToText(part, key);
			expect(text).toMatch(/^beredd-backup-(public|private)(-[0-9A-HJKMNP-TV-Z]{4}){14}$/);
			expect(keyFromText(part, text)).toEqual(key);
			const begin = `beredd-backup-${part}`.length;
			const letters = text.slice(begin).replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' \n');
			expect(keyFromText(part, ` ${text.slice(0, begin).toUpperCase()}${letters}\n`)).toEqual(key);
		})
	);
});

test('one wrong letter, one that is missing and one too many are noticed', () => {
	fc.assert(
		fc.property(
			keys,
			fc.nat({ max: 55 }),
			fc.constantFrom(...Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ')),
			(key, at, letter) => {
				const begin = 'beredd-backup-private-';
				const letters = keyToText('private', key).slice(begin.length).replaceAll('-', '');
				const changed = letters.slice(0, at) + letter + letters.slice(at + 1);
				fc.pre(changed !== letters);
				expect(keyFromText('private', begin + changed)).toBeUndefined();
				expect(keyFromText('private', begin + letters.slice(0, at) + letters.slice(at + 1))).toBeUndefined();
				expect(keyFromText('private', begin + letters + letter)).toBeUndefined();
			}
		)
	);
});

test('the public part is not taken for the private one, nor the other way round', () => {
	const key = new Uint8Array(32).fill(9);
	const text = keyToText('public', key);
	expect(keyFromText('private', text)).toBeUndefined();
	expect(keyFromText('private', text.replace('public', 'private'))).toBeUndefined();
	for (const nonsense of ['', 'beredd-backup-public', 'beredd-backup-public-ÅÄÖ'])
		expect(keyFromText('public', nonsense)).toBeUndefined();
});
