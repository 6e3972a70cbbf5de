// Drawn in the browser like the app, but never from what is kept for a start without a network: a way in needs the server.
export const ssr = false;
export const prerender = false;
