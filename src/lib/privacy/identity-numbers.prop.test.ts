// Whatever identity number somebody types, only the year of birth is left of it, and nothing else is touched.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutIdentityNumbers } from './index.ts';

const NOW = Date.UTC(2026, 10, 26);

/** The last digit, by the rule in the law: alternate digits doubled, their digits added, up to the next ten. */
function checkDigit(nine: string): string {
	const sum = Array.from(nine)
		.map((digit, index) => Number(digit) * (index % 2 === 0 ? 2 : 1))
		.reduce((total, product) => total + Math.floor(product / 10) + (product % 10), 0);
	return String((10 - (sum % 10)) % 10);
}

const two = (value: number): string => String(value).padStart(2, '0');

const person = fc.record({
	day: fc.date({ min: new Date(Date.UTC(1927, 0, 1)), max: new Date(Date.UTC(2026, 10, 25)), noInvalidDate: true }),
	serial: fc.integer({ min: 1, max: 999 }),
	coordination: fc.boolean()
});
const way = fc.constantFrom('ten', 'ten-hyphen', 'twelve', 'twelve-hyphen', 'twelve-space');

function writtenAs({ day, serial, coordination }: { day: Date; serial: number; coordination: boolean }, how: string) {
	const year = day.getUTCFullYear();
	const shown = `${two(year % 100)}${two(day.getUTCMonth() + 1)}${two(day.getUTCDate() + (coordination ? 60 : 0))}`;
	const number = String(serial).padStart(3, '0');
	const last = number + checkDigit(shown + number);
	const century = how.startsWith('twelve') ? String(Math.floor(year / 100)) : '';
	const sign = how.endsWith('hyphen') ? '-' : how.endsWith('space') ? ' ' : '';
	return { text: `${century}${shown}${sign}${last}`, last, year };
}

test('every number of everybody living, however it is written, becomes the year they were born', () => {
	fc.assert(
		fc.property(person, way, (who, how) => {
			const { text, year } = writtenAs(who, how);
			fc.pre(!/^07\d{8}$/.test(text));
			expect(withoutIdentityNumbers(`Anna ${text}, nås kvällstid`, NOW)).toEqual({
				text: `Anna född ${year}, nås kvällstid`,
				found: 1
			});
		}),
		{ numRuns: 2_000 }
	);
});

test('a second pass finds nothing, so that what is stored once stays as it is', () => {
	fc.assert(
		fc.property(
			fc.array(
				fc.oneof(
					fc.string(),
					fc.tuple(person, way).map(([who, how]) => writtenAs(who, how).text)
				)
			),
			(parts) => {
				const once = withoutIdentityNumbers(parts.join(' '), NOW);
				expect(withoutIdentityNumbers(once.text, NOW)).toEqual({ text: once.text, found: 0 });
			}
		)
	);
});

test('one wrong digit and it is no identity number: it stays as it was typed', () => {
	fc.assert(
		fc.property(person, way, fc.integer({ min: 1, max: 9 }), (who, how, by) => {
			const { text } = writtenAs(who, how);
			const wrong = text.slice(0, -1) + String((Number(text.at(-1)) + by) % 10);
			expect(withoutIdentityNumbers(wrong, NOW)).toEqual({ text: wrong, found: 0 });
		})
	);
});

test('text without ten digits is returned letter by letter', () => {
	fc.assert(
		fc.property(fc.string({ maxLength: 200 }), (text) => {
			fc.pre(text.replaceAll(/\D/g, '').length < 10);
			expect(withoutIdentityNumbers(text, NOW)).toEqual({ text, found: 0 });
		})
	);
});

test.each([
	['811218-9876', 'född 1981', 1],
	['19811218-9876', 'född 1981', 1],
	['198112189876', 'född 1981', 1],
	['811218+9876', 'född 1881', 1],
	['811278-9873', 'född 1981', 1],
	['0701740607', '0701740607', 0],
	['070174-0607', 'född 2007', 1],
	['070-174 06 05', '070-174 06 05', 0],
	['+46701740605', '+46701740605', 0],
	['811218-9877', '811218-9877', 0],
	['811318-9876', '811318-9876', 0],
	['OCR 18112189876 5', 'OCR 18112189876 5', 0],
	['Far 811218-9876, mor 8112189876.', 'Far född 1981, mor född 1981.', 2]
])('%s is stored as %s', (typed, stored, found) => {
	expect(withoutIdentityNumbers(typed, NOW)).toEqual({ text: stored, found });
});
