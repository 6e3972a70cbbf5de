// Everything under here is drawn in the browser, from what the device holds.
export const ssr = false;
export const prerender = false;
