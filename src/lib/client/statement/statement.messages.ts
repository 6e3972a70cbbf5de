import { defineMessages } from '#lib/i18n/index.ts';

export const t = defineMessages({
	sv: {
		title: 'Tillgänglighet',
		promise: (name: string) =>
			`${name || 'Kommunen'} vill att alla ska kunna använda Beredd, också under stress, i mörker och utan mus. Appen är byggd för att följa WCAG 2.2 nivå AA, som lagen om tillgänglighet till digital offentlig service kräver.`,
		works: 'Så är det gjort',
		'works.keyboard': 'Allt går att göra med tangentbord. Det valda syns med en tydlig ram.',
		'works.contrast': 'Tre ljus: ljust, mörkt och natt. Texten har minst kontrasten 4,5 till 1 i alla tre.',
		'works.colour': 'Färg säger aldrig något ensam: det står alltid i ord också.',
		'works.size':
			'Knappar är minst 44 punkter höga. Täthet och språk väljs under Mer. Texten kan förstoras till 200 %.',
		'works.reader': 'Skärmläsare får rubriker, listor och lägen upplästa.',
		tested:
			'Varje sida provas automatiskt med axe i de tre ljusen vid varje ändring, och med tangentbord. Ingen extern granskning är gjord än.',
		lacks: 'Det här vet vi inte fungerar fullt ut',
		'lacks.paper': 'Foton och skannade dokument som någon lägger in kan sakna textbeskrivning.',
		'lacks.voice': 'Röststyrning är inte provad.',
		feedback: 'Säg till om något hindrar dig',
		feedbackHint: 'Skriv vad du ville göra, på vilken sida, och vad som hände. Du får svar.',
		write: (name: string) => `Skriv till ${name}`,
		nobody: 'Säg till den som är administratör för Beredd i kommunen.',
		subject: 'Tillgänglighet i Beredd',
		authority:
			'Är du inte nöjd med svaret kan du anmäla det till Myndigheten för digital förvaltning (DIGG), som granskar att lagen följs.'
	},
	en: {
		title: 'Accessibility',
		promise: (name: string) =>
			`${name || 'The municipality'} wants everyone to be able to use Beredd, also under stress, in the dark and without a mouse. The app is built to follow WCAG 2.2 level AA, as the Swedish act on accessibility to digital public services demands.`,
		works: 'How it is done',
		'works.keyboard': 'Everything can be done by keyboard. What is chosen shows with a clear outline.',
		'works.contrast': 'Three lights: light, dark and night. Text has a contrast of at least 4.5 to 1 in all three.',
		'works.colour': 'Colour never says anything alone: it always stands in words as well.',
		'works.size':
			'Buttons are at least 44 points high. Density and language are chosen under More. Text can be enlarged to 200 %.',
		'works.reader': 'Screen readers are told headings, lists and states.',
		tested:
			'Each page is tried automatically with axe in the three lights at each change, and by keyboard. No outside audit has been made yet.',
		lacks: 'What we do not know to work fully',
		'lacks.paper': 'Photos and scanned documents that somebody adds may lack a description in text.',
		'lacks.voice': 'Voice control has not been tried.',
		feedback: 'Tell us if something is in your way',
		feedbackHint: 'Write what you wanted to do, on which page, and what happened. You get an answer.',
		write: (name: string) => `Write to ${name}`,
		nobody: 'Tell whoever is the administrator of Beredd in the municipality.',
		subject: 'Accessibility in Beredd',
		authority:
			'If you are not content with the answer you can report it to the Agency for Digital Government (DIGG), which supervises the act.'
	}
});
