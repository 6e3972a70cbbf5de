// Laws of what lies sealed on a device.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openText, textSealer } from './sealed-text.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const text = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 300 }),
	fc.string({ unit: 'grapheme', maxLength: 100 }),
	fc.constantFrom('', '\u{FEFF}Larm', '🚒👩‍🚒🇸🇪', 'å'.repeat(20_000), '🌊'.repeat(10_000))
);

test('what a person writes comes back as it was, whatever signs it holds and however long it is', () => {
	fc.assert(
		fc.property(key, text, fc.string(), (person, written, about) => {
			expect(openText(person, textSealer(person)(written, about), about)).toBe(written);
		})
	);
});

test('a sealed entry with one byte changed anywhere does not open', () => {
	fc.assert(
		fc.property(key, text, fc.nat(), fc.integer({ min: 1, max: 255 }), (person, written, where, change) => {
			const sealed = textSealer(person)(written, 'row|journal/1');
			const at = where % sealed.length;
			sealed[at] = (sealed[at] ?? 0) ^ change;
			expect(() => openText(person, sealed, 'row|journal/1')).toThrow();
		})
	);
});

test('a sealed entry opens neither in the place of another one nor under another person’s key', () => {
	fc.assert(
		fc.property(key, key, text, fc.string(), fc.string(), (person, other, written, about, elsewhere) => {
			fc.pre(about !== elsewhere && person.join() !== other.join());
			const sealed = textSealer(person)(written, about);
			expect(() => openText(person, sealed, elsewhere)).toThrow();
			expect(() => openText(other, sealed, about)).toThrow();
		})
	);
});

test('the same entry sealed twice looks different, so that nobody sees from the disk that it was written twice', () => {
	const [here, there] = [textSealer(new Uint8Array(32).fill(7)), textSealer(new Uint8Array(32).fill(7))];
	const nonces = [here, there, here, there].map((seal) => seal('Strömavbrott', 'a').subarray(0, 24).join());
	expect(new Set(nonces).size).toBe(4);
});
