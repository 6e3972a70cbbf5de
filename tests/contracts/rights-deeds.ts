// Every deed of the product with arguments that the judge takes, what it asks for, and where: the rows of the matrix of rights.
import type { Action } from '#lib/features/access/index.ts';

export interface Deed {
	readonly name: string;
	readonly args: object;
	/** Undefined where everyone who has signed in may. */
	readonly action?: Action;
	readonly on: string;
	/** The answer to whoever may, where it is not yes. */
	readonly answer?: string;
}

export type Doing = readonly [name: string, args: object];

const step = { phase: 'larm', role: 'r', dueMinutes: null, text: 'Stäng bron' };
const steps = ['k1', 'k2', 'k3'].map((id, order) => ({ ...step, id, order }));
const card = { title: 'Kort', trigger: '', controlQuestions: [], crisisSupportLevel: 0, firstMessage: null };
const inject = { number: 1, offsetMinutes: 0, channel: '', fromRole: '', to: [], title: '', text: 'Rök' };
const template = {
	id: 'mall',
	title: 'Övning',
	code: 'ÖVN-1',
	format: '',
	durationMinutes: 10,
	purpose: '',
	scenario: '',
	safety: [],
	goals: [],
	injects: [{ ...inject, id: 'i1', expectedActions: [], criteriaRefs: [] }]
};
const contact = { givenName: 'Bo', familyName: 'Ek', skills: [], languages: [], mobile: '070-174 06 05' };
const organisation = {
	name: 'Hamnen',
	task: '',
	quota: { level1: 0, level2: 0, level3: 0 },
	minRosterSize: 0,
	order: 1
};

/** What is there before anyone comes. */
export const PLAN: readonly Doing[] = [
	['municipality.begin', { name: 'Provköping', beginning: 'empty' }],
	['exercise.putTemplate', template],
	...['kort', 'lugnt', 'nytt'].map((id): Doing => [
		'actioncard.put',
		{ ...card, id, steps: id === 'kort' ? steps : [] }
	])
];

/** One room and one organisation with everything in it that the deeds below touch. */
export function furnished(incidentId: string, organisationId: string): readonly Doing[] {
	return [
		['exercise.start', { incidentId, templateId: 'mall' }],
		['journal.add', { entryId: `${incidentId}.e`, incidentId, text: 'Vattnet stiger', happenedAt: 1 }],
		['actioncard.activate', { incidentId, cardId: 'kort' }],
		['actioncard.activate', { incidentId, cardId: 'lugnt' }],
		['actioncard.tick', { incidentId, cardId: 'kort', stepId: 'k3' }],
		['roster.putOrganisation', { ...organisation, id: organisationId }],
		...['m', 'n'].map((who): Doing => [
			'roster.addMember',
			{ ...contact, memberId: `${organisationId}.${who}`, organisationId }
		])
	];
}

/** Everything that is done in one incident, in an order in which each still finds what it needs. */
export function deedsIn(incidentId: string): readonly Deed[] {
	const cardStep = { incidentId, cardId: 'kort' };
	const entryId = (of: string): string => `${incidentId}.${of}`;
	const deeds: readonly (readonly [string, Action, object])[] = [
		['incident.setLevel', 'incident.lead', { changeId: entryId('l'), incidentId, level: 2, reason: 'Vatten' }],
		['journal.add', 'journal.write', { entryId: entryId('a'), incidentId, text: 'Bron stängd', happenedAt: 2 }],
		['journal.correct', 'journal.write', { entryId: entryId('c'), corrects: entryId('e'), text: 'Nej' }],
		['journal.classify', 'journal.write', { entryId: entryId('e'), type: 'action' }],
		['actioncard.activate', 'card.work', { incidentId, cardId: 'nytt' }],
		['actioncard.tick', 'card.work', { ...cardStep, stepId: 'k1' }],
		['actioncard.cannot', 'card.work', { ...cardStep, stepId: 'k2', reason: 'Ingen kvar' }],
		['actioncard.untick', 'card.work', { ...cardStep, stepId: 'k3' }],
		['actioncard.deactivate', 'card.work', { incidentId, cardId: 'lugnt' }],
		['exercise.pause', 'exercise.direct', { incidentId }],
		['exercise.resume', 'exercise.direct', { incidentId }],
		['exercise.releaseInject', 'exercise.direct', { incidentId, injectId: 'i1', entryId: entryId('i') }],
		['incident.end', 'incident.lead', { incidentId }],
		['exercise.end', 'exercise.direct', { incidentId }]
	];
	return deeds.map(([name, action, args]) => ({ name, action, args, on: `incident:${incidentId}` }));
}

/** Everything that is done with the people of one organisation. */
export function deedsWith(organisationId: string): readonly Deed[] {
	const memberId = `${organisationId}.m`;
	const deeds: readonly (readonly [string, object])[] = [
		['roster.addMember', { ...contact, memberId: `${organisationId}.new`, organisationId }],
		['roster.changeMember', { memberId, note: 'Ring inte' }],
		['roster.setAway', { memberId, note: 'Ledig' }],
		['roster.setBack', { memberId }],
		['roster.verifyNumber', { memberId }],
		['roster.removeMember', { memberId: `${organisationId}.n` }]
	];
	return deeds.map(([name, args]) => ({ name, args, action: 'contacts.write', on: `contacts:${organisationId}` }));
}

/** What is done for the whole municipality; `tag` keeps what each person makes apart. */
export function deedsForAll(tag: string): readonly Deed[] {
	const deeds: readonly (readonly [string, Action, object, string?])[] = [
		['municipality.begin', 'municipality.change', { name: 'Annat', beginning: 'empty' }, 'municipality.already-begun'],
		[
			'plan.putChapter',
			'plan.write',
			{ id: 'kap', number: 1, title: 'Syfte', body: [], checklist: [], legalBasis: [], status: 'template' }
		],
		[
			'plan.putRole',
			'plan.write',
			{ id: 'roll', name: 'Stabschef', symbol: 'SC', minStaffing: 1, duties: [], order: 1 }
		],
		[
			'plan.putLevel',
			'plan.write',
			{ id: 'niva', level: 1, name: 'Höjd', criteria: '', decider: 'roll', activates: [] }
		],
		['plan.putAgency', 'plan.write', { id: 'myndighet', name: 'Polisen', shortName: 'PM', formerNames: [] }],
		['plan.putTerm', 'plan.write', { id: 'ord', sv: 'lägesbild', definition: 'Så är det' }],
		['actioncard.put', 'plan.write', { ...card, id: 'skrivet', steps: [] }],
		['roster.putOrganisation', 'roster.write', { ...organisation, id: `${tag}.org` }],
		['exercise.putTemplate', 'exercise.plan', { ...template, id: 'annan' }],
		['exercise.start', 'exercise.direct', { incidentId: `${tag}.ex`, templateId: 'mall' }],
		['incident.start', 'incident.start', { incidentId: `${tag}.new`, kind: 'incident', title: 'Storm' }],
		['access.addPerson', 'access.manage', { personId: `${tag}.person`, name: 'Ny', title: 'Ny' }],
		['access.changePerson', 'access.manage', { personId: `${tag}.other`, title: 'Annan' }],
		[
			'access.give',
			'access.manage',
			{ grantId: `${tag}.given`, personId: `${tag}.other`, as: 'reader', on: 'municipality' }
		],
		['access.withdraw', 'access.manage', { grantId: `${tag}.grant` }],
		['access.leave', 'access.manage', { personId: `${tag}.other` }],
		...(['incident.adopt', 'incident.dismiss'] as const).map((name): readonly [string, Action, object, string] => [
			name,
			'incident.adopt',
			name === 'incident.adopt'
				? { unverifiedId: 'nowhere', incidentId: `${tag}.taken`, entryId: `${tag}.line`, entries: [] }
				: { unverifiedId: 'nowhere', reason: 'Ett misstag' },
			'incident.no-such-incident'
		]),
		['municipality.change', 'municipality.change', { dutyNumber: '0152-291 00' }],
		['municipality.putEmblem', 'municipality.change', { png: null }],
		['municipality.putPart', 'municipality.change', { id: `${tag}.part`, kind: 'district', name: 'Norra' }],
		['municipality.removePart', 'municipality.change', { partId: `${tag}.part` }]
	];
	const all = deeds.map(([name, action, args, answer]) => ({
		name,
		action,
		args,
		on: 'municipality',
		...(answer === undefined ? {} : { answer })
	}));
	return [...all, { name: 'access.changeMe', args: { title: 'Testare' }, on: 'municipality' }];
}

/** After these their doer is nobody any more: each has a test of its own (server/auth/calls/account.server.test.ts). */
export const LAST_DEEDS: readonly string[] = ['access.eraseMe'];
