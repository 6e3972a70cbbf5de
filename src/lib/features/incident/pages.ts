// The incident's pages, for routes only.
export { default as IncidentHead } from './ui/IncidentHead.svelte';
export { default as Situation } from './ui/Situation.svelte';
export { default as StartDialog } from './ui/StartDialog.svelte';
export { default as UnverifiedHead } from './ui/UnverifiedHead.svelte';
