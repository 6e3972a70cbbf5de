// The texts of the search field and its finds.
import { defineMessages } from '#lib/i18n/index.ts';

export const t = defineMessages({
	sv: {
		'search.title': 'Sök',
		'search.field': 'Sök i planen',
		'search.hint': 'Till exempel vatten, krisstöd eller TiB',
		'search.clear': 'Rensa',
		'search.read-first': 'Läs först',
		'search.loading': 'Förbereder sökningen …',
		'search.count': (count: number) => (count === 1 ? '1 träff' : `${count} träffar`),
		'search.none': (query: string) => `Inget hittades för ”${query}”. Prova ett kortare ord.`,
		'search.here': 'Sökt i det som finns på den här enheten.',
		'search.more': 'Visa fler',
		'search.part-of': (title: string) => `i ${title}`,
		'search.formerly': (names: string) => `Hette tidigare ${names}.`,
		'kind.card': 'Åtgärdskort',
		'kind.step': 'Steg',
		'kind.role': 'Roll',
		'kind.chapter': 'Kapitel',
		'kind.term': 'Ordlista',
		'kind.agency': 'Myndighet',
		'kind.member': 'Person',
		'kind.entry': 'Anteckning'
	},
	en: {
		'search.title': 'Search',
		'search.field': 'Search the plan',
		'search.hint': 'For example vatten, krisstöd or TiB',
		'search.clear': 'Clear',
		'search.read-first': 'Read first',
		'search.loading': 'Getting the search ready …',
		'search.count': (count: number) => (count === 1 ? '1 find' : `${count} finds`),
		'search.none': (query: string) => `Nothing was found for “${query}”. Try a shorter word.`,
		'search.here': 'Searched in what is on this device.',
		'search.more': 'Show more',
		'search.part-of': (title: string) => `in ${title}`,
		'search.formerly': (names: string) => `Formerly ${names}.`,
		'kind.card': 'Action card',
		'kind.step': 'Step',
		'kind.role': 'Role',
		'kind.chapter': 'Chapter',
		'kind.term': 'Glossary',
		'kind.agency': 'Agency',
		'kind.member': 'Person',
		'kind.entry': 'Entry'
	}
});
