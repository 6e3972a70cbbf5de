export { Admission, ask } from './admission.ts';
export { Entrance, type Inside, type Way } from './entrance.svelte.ts';
export { t as entranceTexts } from './entrance.messages.ts';
export { refusalText } from './refusal-text.ts';
export type { Person } from './people-here.ts';
