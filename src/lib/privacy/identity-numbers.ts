// Identity numbers are never stored: whoever needs to tell people apart needs the year they were born, and no more.
import Personnummer from 'personnummer';

/** As people write them: with or without century, hyphen, plus or space; with no further digit at either end. */
const WRITTEN = /(?<![\d-])(\d{2})?(\d{2})(\d{2})(\d{2})[ ]?([-+–]?)[ ]?(\d{4})(?![\d-])/g;

export interface Cleaned {
	readonly text: string;
	/** How many numbers became a year. */
	readonly found: number;
}

/**
 * `text` with every Swedish personal identity number and coordination number as a year of birth, “född 1985”.
 *
 * Shapes:  what only looks like one (another check digit, no such day) stays. Ten digits in one piece that begin with 07 and
 *          would be of 2007 or later stay as well: that is how mobile numbers are written, and a number to call must not be lost.
 * Units:   `now` in ms since 1970-01-01T00:00Z; two digits of a year mean the last such year that has begun, with `+` a century before.
 * Source:  Folkbokföringslagen (1991:481) 18 §; coordination numbers have 60 added to the day.
 */
export function withoutIdentityNumbers(text: string, now: number = Date.now()): Cleaned {
	let found = 0;
	const cleaned = text.replaceAll(WRITTEN, (written: string, ...groups: (string | undefined)[]) => {
		const [century, year = '', month = '', day = '', sign = '', last = ''] = groups;
		const born = Number(century === undefined ? yearOf(year, { sign, now }) : century + year);
		const whole = `${born.toString()}${month}${day}-${last}`;
		const isNumber = Personnummer.valid(whole) && born <= new Date(now).getUTCFullYear();
		if (!isNumber || isMobile(written, century)) return written;
		found += 1;
		return `född ${born.toString()}`;
	});
	return { text: cleaned, found };
}

function yearOf(year: string, { sign, now }: { sign: string; now: number }): number {
	const thisYear = new Date(now).getUTCFullYear();
	const latest = thisYear - ((thisYear - Number(year)) % 100);
	return sign === '+' ? latest - 100 : latest;
}

function isMobile(written: string, century: string | undefined): boolean {
	return century === undefined && /^07\d{8}$/.test(written);
}
