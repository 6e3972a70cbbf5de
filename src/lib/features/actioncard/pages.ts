// The action cards' pages, for routes only.
export { default as ActiveCards } from './ui/ActiveCards.svelte';
export { default as CardView } from './ui/CardView.svelte';
