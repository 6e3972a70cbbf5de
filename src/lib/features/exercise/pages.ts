// The exercise's pages, for routes only.
export { default as Direction } from './ui/Direction.svelte';
export { default as ExerciseList } from './ui/ExerciseList.svelte';
