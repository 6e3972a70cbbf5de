// The plan's pages, for routes only.
export { default as ChapterView } from './ui/ChapterView.svelte';
export { default as RoleView } from './ui/RoleView.svelte';
