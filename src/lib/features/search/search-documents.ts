// The plan and the cards as documents to search.
import type { ActionCard } from '../actioncard/index.ts';
import type { Agency, GlossaryTerm, PlanChapter, StaffRole } from '../plan/index.ts';
import { t } from './search.messages.ts';
import type { SameWords, SearchDocument } from './search.ts';

export interface PlanRows {
	readonly chapters: readonly PlanChapter[];
	readonly roles: readonly StaffRole[];
	readonly cards: readonly ActionCard[];
	readonly terms: readonly GlossaryTerm[];
	readonly agencies: readonly Agency[];
}

export function planDocuments(rows: PlanRows): readonly SearchDocument[] {
	return [
		...rows.chapters.map(ofChapter),
		...rows.roles.map(ofRole),
		...rows.cards.flatMap(ofCard),
		...rows.terms.map(ofTerm),
		...rows.agencies.map(ofAgency)
	];
}

function ofChapter({ id, title, body, checklist, legalBasis }: PlanChapter): SearchDocument {
	const text = lines(...body, ...checklist, ...legalBasis.map(({ display }) => display));
	return { kind: 'chapter', id, title, text };
}

function ofRole({ id, name, symbol, duties }: StaffRole): SearchDocument {
	return { kind: 'role', id, title: `${name} (${symbol})`, text: lines(...duties) };
}

function ofCard({ id, title, trigger, controlQuestions, firstMessage, steps }: ActionCard): SearchDocument[] {
	const text = lines(trigger, ...controlQuestions, firstMessage);
	return [
		{ kind: 'card', id, title, text },
		...steps.map((step): SearchDocument => ({ kind: 'step', id: step.id, title, text: step.text, partOf: id }))
	];
}

function ofTerm({ id, sv, definition }: GlossaryTerm): SearchDocument {
	return { kind: 'term', id, title: sv, text: definition };
}

function ofAgency({ id, name, shortName, formerNames }: Agency): SearchDocument {
	const former = formerNames.map((one) => withShort(one.name, one.shortName)).join(', ');
	const text = former ? t('search.formerly', former) : '';
	return { kind: 'agency', id, title: withShort(name, shortName), text };
}

function withShort(name: string, shortName: string): string {
	return name === shortName ? name : `${name} (${shortName})`;
}

function lines(...parts: (string | null)[]): string {
	return parts.filter(Boolean).join('\n');
}

/** The group has a new name but many still say the old one (domain.md B5); no agency row tells that. */
const CRISIS_SUPPORT = ['krisstöd', 'POSOM'];

/** Old and new names: krisstöd and POSOM, and each agency's short names (MCF, MSB; region, landsting). */
export function sameWordsOf(agencies: readonly Agency[]): SameWords {
	const renamed = agencies.filter(({ formerNames }) => formerNames.length > 0);
	return [
		CRISIS_SUPPORT,
		...renamed.map(({ shortName, formerNames }) => [shortName, ...formerNames.map((one) => one.shortName)])
	];
}
