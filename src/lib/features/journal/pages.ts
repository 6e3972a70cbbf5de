// The journal's pages, for routes only.
export { default as Journal } from './ui/Journal.svelte';
