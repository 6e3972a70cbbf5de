import { defineMessages } from '#lib/i18n/index.ts';

export const t = defineMessages({
	sv: {
		close: 'Stäng',
		unsaved: 'Det du skrivit är inte sparat.',
		discard: 'Släng det skrivna',
		goOn: 'Fortsätt skriva',
		toContent: 'Hoppa till innehållet',
		places: 'Platser',
		main: 'Innehåll',
		live: 'SKARPT',
		exercise: 'ÖVNING',
		demo: 'EXEMPEL'
	},
	en: {
		close: 'Close',
		unsaved: 'What you have written is not saved.',
		discard: 'Throw it away',
		goOn: 'Go on writing',
		toContent: 'Skip to the content',
		places: 'Places',
		main: 'Content',
		live: 'LIVE',
		exercise: 'EXERCISE',
		demo: 'EXAMPLE'
	}
});
