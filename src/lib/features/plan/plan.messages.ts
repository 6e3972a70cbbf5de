import { defineMessages } from '#lib/i18n/index.ts';

export const t = defineMessages({
	sv: {
		title: 'Plan',
		chapters: 'Kapitel',
		cards: 'Åtgärdskort',
		roles: 'Roller',
		levels: 'Lägen',
		chapter: (number: number) => `Kapitel ${number}`,
		template: 'Mall, ej prövad',
		adopted: 'Fastställd',
		checklist: 'Kontrollista',
		legalBasis: 'Lagstöd',
		duties: 'Uppgifter',
		minStaffing: (count: number) => `Minst ${count} ${count === 1 ? 'person' : 'personer'}`,
		noPlan: 'Här finns ingen plan ännu.',
		noPlanHint: 'Den kommer med mallarna när kommunen börjar från mallar eller exempel.',
		decider: 'Beslutas av',
		steps: (count: number) => `${count} steg`,
		level: (level: number) => `Läge ${level}`
	},
	en: {
		title: 'Plan',
		chapters: 'Chapters',
		cards: 'Action cards',
		roles: 'Roles',
		levels: 'Levels',
		chapter: (number: number) => `Chapter ${number}`,
		template: 'Template, not tried',
		adopted: 'Adopted',
		checklist: 'Checklist',
		legalBasis: 'Legal basis',
		duties: 'Duties',
		minStaffing: (count: number) => `At least ${count} ${count === 1 ? 'person' : 'people'}`,
		noPlan: 'There is no plan here yet.',
		noPlanHint: 'It comes with the templates, when the municipality begins from templates or the example.',
		decider: 'Decided by',
		steps: (count: number) => `${count} steps`,
		level: (level: number) => `Level ${level}`
	}
});
