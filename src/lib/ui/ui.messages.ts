import { defineMessages } from '#lib/i18n/index.ts';

export const t = defineMessages({
	sv: {
		close: 'Stäng',
		toContent: 'Hoppa till innehållet',
		places: 'Platser',
		main: 'Innehåll',
		live: 'SKARPT',
		exercise: 'ÖVNING',
		demo: 'EXEMPEL'
	},
	en: {
		close: 'Close',
		toContent: 'Skip to the content',
		places: 'Places',
		main: 'Content',
		live: 'LIVE',
		exercise: 'EXERCISE',
		demo: 'EXAMPLE'
	}
});
