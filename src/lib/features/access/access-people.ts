// People and their roles as an administrator reads them.
import type { Instant } from '#lib/kernel/index.ts';
import { dayStart } from '#lib/i18n/index.ts';
import type { Person } from './access.ts';
import { NARROW_ROLES, type Grant, type RoleName } from './rights.ts';

/** Somewhere a role can be given beside the whole municipality. */
export interface Place {
	/** The scope. */
	readonly on: string;
	readonly kind: 'organisation' | 'incident' | 'exercise';
	readonly name: string;
}

/** Those who have not left, by name, whose name, title or address holds every word that is searched for. */
export function found(people: readonly Person[], search: string): readonly Person[] {
	const words = search.toLocaleLowerCase('sv').split(/\s+/).filter(Boolean);
	return people
		.filter((person) => person.leftAt === undefined)
		.filter((person) => {
			const text = [person.name, person.title, person.email, person.phone].join(' ').toLocaleLowerCase('sv');
			return words.every((word) => text.includes(word));
		})
		.toSorted((one, other) => one.name.localeCompare(other.name, 'sv'));
}

/** Whether a role is held now, begins later or has ended. */
export function standing({ from, until }: Pick<Grant, 'from' | 'until'>, now: Instant): 'held' | 'coming' | 'over' {
	if (until !== undefined && until <= now) return 'over';
	return from <= now ? 'held' : 'coming';
}

/** The places where a role can be given: `undefined` stands for the whole municipality. */
export function placesFor(role: RoleName, places: readonly Place[]): readonly (Place | undefined)[] {
	if (role === 'organisationContact') return places.filter(({ kind }) => kind === 'organisation');
	if (NARROW_ROLES.includes(role)) return places.filter(({ kind }) => kind !== 'organisation');
	return [undefined, ...places];
}

/**
 * A first and a last day as the moments between which a role holds.
 *
 * Shapes:  days as 2026-11-25, each empty where nothing is said: from now on, and until further notice.
 * Units:   `until` is the first moment at which it no longer holds: the beginning of the day after the last.
 */
export function period(first: string, last: string): { from?: Instant; until?: Instant } {
	const from = dayStart(first);
	const until = last === '' ? undefined : dayStart(dayAfter(last));
	return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

function dayAfter(day: string): string {
	const next = new Date(`${day}T00:00Z`);
	if (Number.isNaN(next.getTime())) return '';
	next.setUTCDate(next.getUTCDate() + 1);
	return next.toISOString().slice(0, 10);
}
