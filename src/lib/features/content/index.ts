export { loadContent, type Content, type LocalSet, type ScriptedEntry } from './content.ts';
