// What someone has changed of themselves: the fields that differ, and no other, so that nobody's change is taken back.
import type { PersonChanges } from '#lib/features/access/index.ts';
import { withoutIdentityNumbers } from '#lib/privacy/index.ts';
import type { Account } from './account-calls.ts';

export type Details = Pick<Account, 'name' | 'title' | 'email' | 'phone'>;

const FIELDS = ['name', 'title', 'email', 'phone'] as const;

export function detailsOf({ name, title, email, phone }: Details): Details {
	return { name, title, email, phone };
}

/**
 * What `after` changes in `before`.
 *
 * Shapes:  an emptied address or number is `null`; `found` holds the fields as they may be stored, where one of them held an identity number.
 */
export function changesOf(
	before: Details,
	after: Details,
	now: number
): { changes: PersonChanges; found: Partial<Details> | undefined } {
	const changed = FIELDS.filter((field) => after[field].trim() !== before[field]);
	const cleaned = changed.map((field) => [field, withoutIdentityNumbers(after[field].trim(), now)] as const);
	const found = cleaned.filter(([, { found }]) => found > 0).map(([field, { text }]) => [field, text] as const);
	const emptied = (field: string, text: string): string | null =>
		text === '' && (field === 'email' || field === 'phone') ? null : text;
	return {
		changes: Object.fromEntries(cleaned.map(([field, { text }]) => [field, emptied(field, text)])),
		found: found.length > 0 ? Object.fromEntries(found) : undefined
	};
}
