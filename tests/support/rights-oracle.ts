// Who may what, read aloud from the table of rights: shorter than the code that decides, and sharing nothing with it but the table.
import { RIGHTS, type Action } from '#lib/features/access/index.ts';
import type { Given } from './hall.ts';

/** What must be permitted to read a scope, by the word it begins with; a kind that is not here is read by nobody. */
export const READING: Readonly<Record<string, Action>> = {
	open: 'read.open',
	municipality: 'read.municipality',
	contacts: 'read.contacts',
	incident: 'read.incident',
	unverified: 'read.unverified',
	access: 'read.access'
};

/** Everywhere, or exactly there; what all of the municipality share, wherever the role is. */
export function permitted({ as, on }: Given, action: Action, place: string): boolean {
	const shared = action === 'read.open' || action === 'read.municipality';
	return RIGHTS[as].includes(action) && (shared || on === 'municipality' || on === place);
}

export function readable(given: readonly Given[], scope: string): boolean {
	const action = READING[scope.replace(/:.*/, '')];
	return action !== undefined && given.some((one) => permitted(one, action, scope));
}

/** Those of `given` that hold at `now`. */
export function holding(given: readonly Given[], now: number): readonly Given[] {
	return given.filter(({ from = 0, until = Infinity }) => from <= now && now < until);
}
