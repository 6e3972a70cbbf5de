// The templates as mutations: plan, roles, levels, cards, member organisations and the exercise, for a municipality's own name.
import { putCard } from '#lib/features/actioncard/index.ts';
import type { Content } from '#lib/features/content/index.ts';
import { putTemplate } from '#lib/features/exercise/index.ts';
import { beginMunicipality, fillPlaceholders, type Beginning } from '#lib/features/municipality/index.ts';
import { putAgency, putChapter, putLevel, putRole, putTerm } from '#lib/features/plan/index.ts';
import { putOrganisation } from '#lib/features/roster/index.ts';
import { scripted, type ScriptedMutation } from './script.ts';

export interface TemplateSettings {
	readonly name: string;
	readonly beginning: Beginning;
	readonly values: Readonly<Record<string, string>>;
	readonly by: Pick<ScriptedMutation, 'actor' | 'at'>;
}

export function emptyScript({ name, beginning, by }: Omit<TemplateSettings, 'values'>): ScriptedMutation[] {
	return [scripted(beginMunicipality, { name, beginning }, by)];
}

export function templateScript(content: Content, settings: TemplateSettings): ScriptedMutation[] {
	const { by, values } = settings;
	const { plan, staffRoles, agencies, glossary, actionCards, crisisSupport, exercises } = filled(content, values);
	return [
		...emptyScript(settings),
		...plan.chapters.map((chapter) => scripted(putChapter, { ...chapter, status: 'template' as const }, by)),
		...staffRoles.map((role, order) => scripted(putRole, { ...role, order }, by)),
		...plan.levels.map((level) => scripted(putLevel, level, by)),
		...glossary.map((term) => scripted(putTerm, term, by)),
		...agencies.map((agency) => scripted(putAgency, agency, by)),
		...actionCards.map((card) => scripted(putCard, card, by)),
		...crisisSupport.organisations.map((organisation, order) =>
			scripted(putOrganisation, { ...organisation, order }, by)
		),
		...exercises.map((template) => scripted(putTemplate, template, by))
	];
}

/** Every text of `value` with its placeholders filled. */
export function filled<T>(value: T, values: Readonly<Record<string, string>>): T {
	if (typeof value === 'string') return fillPlaceholders(value, values) as T;
	if (Array.isArray(value)) return value.map((item: unknown) => filled(item, values)) as T;
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item as unknown, values)])) as T;
}
