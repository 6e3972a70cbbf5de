// The page that the service worker answers every app address with; the client router then opens the address.
export const prerender = true;
export const ssr = false;
