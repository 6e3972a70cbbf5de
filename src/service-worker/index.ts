// The offline shell: every file of the build is kept, and every address of the app opens from what is kept.
import { build, files, prerendered, version } from '$service-worker';
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

/** Addresses that the app draws by itself; everything else, such as `/health`, goes to the network. */
const APP_PATHS = [/^\/(?:(?:plan|support|incident|unverified|exercise|more|sync)(?:\/.*)?)?$/];

precacheAndRoute([
	...build.map((url) => ({ url, revision: null })),
	...[...files, ...prerendered].map((url) => ({ url, revision: version }))
]);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL('/shell'), { allowlist: APP_PATHS }));

self.addEventListener('message', (event) => {
	const message: unknown = event.data;
	if (typeof message === 'object' && message !== null && Reflect.get(message, 'type') === 'SKIP_WAITING') {
		void self.skipWaiting();
	}
});
self.addEventListener('activate', (event) => {
	event.waitUntil(self.clients.claim());
});
