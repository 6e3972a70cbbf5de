export { scripted } from './script.ts';
export { exampleScript } from './example-script.ts';
export type { ScriptedMutation } from './script.ts';
export { emptyScript, filled, templateScript } from './template-script.ts';
