// The roster's pages, for routes only.
export { default as MemberList } from './ui/MemberList.svelte';
export { default as RosterOverview } from './ui/RosterOverview.svelte';
