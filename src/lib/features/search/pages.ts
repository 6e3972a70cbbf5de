// The search's pages, for routes only.
export { default as PlanSearch } from './ui/PlanSearch.svelte';
