import { defineMessages } from '#lib/i18n/index.ts';

export const t = defineMessages({
	sv: { 'municipality.already-begun': 'Kommunen är redan vald. Ladda om sidan för att se den.' },
	en: { 'municipality.already-begun': 'The municipality has already been chosen. Reload the page to see it.' }
});
