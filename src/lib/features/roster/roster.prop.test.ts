import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	contactChanges,
	dialNumber,
	Member,
	staffing,
	withChanges,
	type Away,
	type Contact,
	type Organisation
} from './roster.ts';
import type * as z from 'zod/mini';

const word = fc.constantFrom('Anna', 'Bo', 'Carin', 'Dan');
const mobile = fc.constantFrom('', '070-174 06 05', '+46 70 174 06 05', '070-174 06 06');
const contact: fc.Arbitrary<Contact> = fc.record(
	{
		organisationId: fc.constantFrom('org-kyr', 'org-ukk'),
		givenName: word,
		familyName: word,
		skills: fc.array(word, { maxLength: 3 }),
		languages: fc.array(word, { maxLength: 2 }),
		mobile,
		email: fc.constantFrom('a@example.com', 'b@example.com'),
		note: word
	},
	{ requiredKeys: ['organisationId', 'givenName', 'familyName', 'skills', 'languages', 'mobile'] }
);
const moment = fc.nat(100);
const away: fc.Arbitrary<z.infer<typeof Away> | undefined> = fc.option(
	fc.record({ since: moment, until: moment }, { requiredKeys: ['since'] }),
	{ nil: undefined }
);
const member = (id: string, given: Contact): Member => Member.parse({ ...given, id });
const list = fc
	.array(fc.tuple(contact, away), { maxLength: 12 })
	.map((all) => all.map(([given, absence], index) => ({ ...member(`m${index}`, given), away: absence })));
const level = fc.constantFrom(1 as const, 2 as const, 3 as const);
const church: Organisation = {
	id: 'org-kyr',
	name: 'Svenska kyrkan',
	task: '',
	quota: { level1: 1, level2: 2, level3: 4 },
	minRosterSize: 4,
	order: 1
};

test('everyone on a roster is either available or away, and only its own people are counted', () => {
	fc.assert(
		fc.property(list, level, moment, (all, at, now) => {
			const own = all.filter(({ organisationId }) => organisationId === church.id);
			const counted = staffing(church, all, { level: at, now });
			expect(counted.available + counted.away).toBe(counted.members);
			expect(counted).toEqual(staffing(church, own, { level: at, now }));
			expect(counted.members).toBe(own.length);
		})
	);
});

test('nobody becomes available by going away', () => {
	fc.assert(
		fc.property(list, level, moment, (all, at, now) => {
			const before = staffing(church, all, { level: at, now }).available;
			for (const index of all.keys()) {
				const gone = all.map((one, n) => (n === index ? { ...one, away: { since: now } } : one));
				expect(staffing(church, gone, { level: at, now }).available).toBeLessThanOrEqual(before);
			}
		})
	);
});

test('a form that was changed and saved is what stands, from whatever stood before', () => {
	fc.assert(
		fc.property(contact, contact, (before, after) => {
			const standing = withChanges(member('bo', before), contactChanges(before, after));
			expect(JSON.parse(JSON.stringify(standing))).toEqual({ ...after, id: 'bo' });
		})
	);
});

test('whoever leaves a form as it was changes nothing', () => {
	fc.assert(
		fc.property(contact, (given) => {
			expect(contactChanges(given, { ...given })).toEqual({});
		})
	);
});

test('changes of different fields commute, so their order of arrival cannot matter', () => {
	fc.assert(
		fc.property(contact, word, mobile, (before, name, number) => {
			const start = { ...member('bo', before), numberVerifiedAt: 1, numberVerifiedBy: 'Åsa' };
			const [one, other] = [{ givenName: name }, { mobile: number }];
			expect(withChanges(withChanges(start, one), other)).toEqual(withChanges(withChanges(start, other), one));
		})
	);
});

test('a Swedish number is dialled the same however its digits are grouped', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^7[02369][0-9]{7}$/), fc.array(fc.nat(9), { maxLength: 4 }), (digits, gaps) => {
			const grouped = gaps.reduce((text, gap) => `${text.slice(0, gap)} ${text.slice(gap)}`, digits);
			for (const spelled of [`0${grouped}`, `+46${grouped}`, `+46 (0)${grouped}`, `0046 ${grouped}`, `46${digits}`]) {
				expect(dialNumber(spelled)).toBe(`+46${digits}`);
			}
			expect(dialNumber(dialNumber(digits))).toBe(dialNumber(digits));
		})
	);
});
