export { language, LANGUAGES, setLanguage, type Language } from './language.ts';
export { defineMessages, type Message, type Messages, type Translate } from './messages.ts';
export { ageText, buildText, dateText, dayBand, dayStart, elapsedText, isoDay, timeOfDay } from './times.ts';
