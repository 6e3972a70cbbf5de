export { Admission, ask } from './admission.ts';
export { Entrance, type Outside, type Tile, type Way } from './entrance.svelte.ts';
export { deviceInside, OPEN_REPLICA, type Inside } from './inside.ts';
export { t as entranceTexts } from './entrance.messages.ts';
export { refusalText } from './refusal-text.ts';
export type { Person, Tablet } from './people-here.ts';
