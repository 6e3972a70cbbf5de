// The scopes of an aviary, the word that each has of its own, and what is done in them so that the word stands everywhere.
import type { Heard } from '../support/hall-line.ts';

export type Doing = readonly [name: string, args: object];

export const INCIDENTS = ['kanarie1', 'kanarie2', 'kanarie3'];
export const ORGANISATIONS = ['kanarie4', 'kanarie5'];
export const SCOPES = [
	...INCIDENTS.map((id) => `incident:${id}`),
	...ORGANISATIONS.map((id) => `contacts:${id}`),
	'access',
	'municipality',
	'open'
];
/** The word of a scope: it stands in its rows, in their ids and, where it has one, in its own name. */
export const WORDS: ReadonlyMap<string, string> = new Map(SCOPES.map((scope, index) => [`kanarie${index + 1}`, scope]));

export function wordOf(scope: string): string {
	return [...WORDS].find(([, of]) => of === scope)?.[0] ?? '';
}

/** Something that is done in a scope; where rows are written over and over there are `few` of them. */
export function deedIn(scope: string, { newId, few }: { newId: (word: string) => string; few: number }): Doing {
	const word = wordOf(scope);
	const id = newId(word);
	if (scope === 'open') return ['plan.putTerm', { id: `${word}-${few}`, sv: word, definition: id }];
	if (scope === 'access') return ['access.changePerson', { personId: 'first', title: id }];
	if (scope === 'municipality') {
		const quota = { level1: 0, level2: 0, level3: 0 };
		return ['roster.putOrganisation', { id: `${word}-${few}`, name: id, task: '', quota, minRosterSize: 0, order: 1 }];
	}
	if (scope.startsWith('incident:')) {
		return ['incident.setLevel', { changeId: id, incidentId: word, level: 1, reason: word }];
	}
	const who = { givenName: word, familyName: id, skills: [], languages: [], mobile: '' };
	return ['roster.addMember', { ...who, memberId: id, organisationId: word }];
}

/**
 * A message without what names scopes by right: one’s own roles, wherever they are given; where access may be read the
 * rows of everybody’s roles; and where the municipality may be read the organisations there are.
 */
export function stripped({ event, message }: Heard, reads: (scope: string) => boolean): unknown {
	return JSON.parse(
		JSON.stringify({ event, message }, (key, value: unknown) => {
			if (key === 'rights') return undefined;
			const { table, id } = (typeof value === 'object' && value !== null ? value : {}) as {
				table?: string;
				id?: string;
			};
			const isGrant = table === 'grants' && reads('access');
			const isName = table === 'organisations' && ORGANISATIONS.includes(id ?? '') && reads('municipality');
			return isGrant || isName ? undefined : value;
		})
	);
}
