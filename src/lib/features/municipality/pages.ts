// The municipality's settings, for routes only.
export { default as Settings } from './ui/Settings.svelte';
