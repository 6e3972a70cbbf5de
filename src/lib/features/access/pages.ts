// The administration's pages, for routes only.
export { default as DeviceList } from './ui/DeviceList.svelte';
export { default as PeopleList } from './ui/PeopleList.svelte';
export { default as Permitted } from './ui/Permitted.svelte';
export { default as PersonView } from './ui/PersonView.svelte';
export { default as RightsTable } from './ui/RightsTable.svelte';
