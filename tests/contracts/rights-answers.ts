// What the matrix of rights expects the judge to say.
import { permitted, readable } from '../support/rights-oracle.ts';
import type { Member } from './rights-cast.ts';
import type { Deed } from './rights-deeds.ts';

export const NOT_PERMITTED = 'access.not-permitted';

/** What the judge must say to each deed. */
export function expectedAnswer(
	{ is, given }: Pick<Member, 'is' | 'given'>,
	{ name, action, on, answer }: Deed
): string | undefined {
	if (is === 'device') {
		if (name === 'access.changeMe') return 'access.no-such-person';
		return name === 'incident.start' ? undefined : NOT_PERMITTED;
	}
	const may = action === undefined || given.some((one) => permitted(one, action, on));
	return may ? answer : NOT_PERMITTED;
}

export function mayHear(member: Member, scope: string): boolean {
	return member.is === 'device' ? scope === 'open' : readable(member.given, scope);
}
