// Which new passwords are refused: too short, among the first that anyone would guess here, or one's own name.
import * as z from 'zod/mini';

const LEAST = 12;
const MOST = 200;

/** A new password as it comes from a form. */
export const PasswordText = z.string().check(
	z.refine((text) => lengthOf(text) >= LEAST, 'access.password-short'),
	z.maxLength(MOST, 'access.password-long')
);

export type PasswordWeakness = 'access.password-short' | 'access.password-common' | 'access.password-like-name';

/** What people make passwords of, here and everywhere; written without å, ä, ö and digits, as `lettersOf` leaves them. */
const COMMON = [
	...[
		'password',
		'passord',
		'passw',
		'losenord',
		'losen',
		'kodord',
		'hemlig',
		'hemligt',
		'secret',
		'letmein',
		'slappin'
	],
	...['qwerty', 'qwertyuiop', 'asdfgh', 'asdfghjkl', 'zxcvbnm', 'abc', 'abcdef', 'abcdefghijkl', 'abcdefghijklmnop'],
	...['sommar', 'sommaren', 'host', 'hosten', 'vinter', 'vintern', 'summer', 'winter', 'autumn', 'spring'],
	...['januari', 'februari', 'mars', 'april', 'maj', 'juni', 'juli', 'augusti', 'september', 'oktober', 'november'],
	...[
		'december',
		'mandag',
		'tisdag',
		'onsdag',
		'torsdag',
		'fredag',
		'lordag',
		'sondag',
		'midsommar',
		'jul',
		'julafton'
	],
	...['kommun', 'kommunen', 'kommunhus', 'beredd', 'beredskap', 'krisledning', 'kris', 'raddningstjansten', 'trygg'],
	...[
		'sverige',
		'svensk',
		'sweden',
		'stockholm',
		'goteborg',
		'malmo',
		'admin',
		'administrator',
		'valkommen',
		'welcome'
	],
	...['hej', 'hejsan', 'hejhej', 'hello', 'iloveyou', 'jagalskardig', 'alskling', 'football', 'fotboll', 'hockey'],
	...[
		'monkey',
		'dragon',
		'princess',
		'sunshine',
		'test',
		'user',
		'login',
		'changeme',
		'bytmig',
		'correcthorsebatterystaple'
	]
];

/** One or two of them and nothing else: `Sommar2026!!!`, `kommunen-kommunen`. Three words in a row are no longer an early guess. */
const ONLY_COMMON = new RegExp(`^(?:${COMMON.join('|')}){1,2}$`);
const FEWEST_DIFFERENT = 5;

/**
 * Why a new password is not good enough, or `undefined`.
 *
 * Shapes:  `login` may be an address; its part before `@` counts on its own. Case, accents, digits and signs hide nothing.
 * Units:   length in characters, å as one however it was typed.
 * Source:  NIST SP 800-63B: length and a list of known words; no rules about kinds of characters.
 */
export function passwordWeakness(
	password: string,
	{ login, name }: { readonly login: string; readonly name: string }
): PasswordWeakness | undefined {
	if (lengthOf(password) < LEAST) return 'access.password-short';
	const letters = lettersOf(password);
	const own = [login, login.split('@', 1)[0] ?? '', name, name.split(/\s+/).reverse().join('')];
	if (letters !== '' && own.some((text) => lettersOf(text) === letters)) return 'access.password-like-name';
	return isCommon(password, letters) ? 'access.password-common' : undefined;
}

function isCommon(password: string, letters: string): boolean {
	// Digits alone are dates, telephone numbers and identity numbers.
	if (/^[\d\s\p{P}\p{S}]*$/u.test(password)) return true;
	if (new Set(bareOf(password)).size < FEWEST_DIFFERENT) return true;
	return ONLY_COMMON.test(letters) || ONLY_COMMON.test(lettersOf(withLetters(password)));
}

function lengthOf(text: string): number {
	return Array.from(text.normalize('NFKC')).length;
}

/** Lower case, without accents, signs and spaces. */
function bareOf(text: string): string {
	return text
		.normalize('NFKD')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function lettersOf(text: string): string {
	return bareOf(text).replaceAll(/\p{N}/gu, '');
}

/** `P4$$w0rd1234` as people mean it; what is hung on at the end is no letters. */
function withLetters(text: string): string {
	const meant: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' };
	return text.replace(/[^\p{L}]+$/u, '').replaceAll(/[013457@$]/g, (sign) => meant[sign] ?? sign);
}
