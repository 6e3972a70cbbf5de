// The service worker seen from the page: registered once, and a new version only takes over when the person says so.
import { Workbox } from 'workbox-window';
import { trustedWorkerUrl } from './trusted-worker-url.ts';

const WORKER = '/service-worker.js';

export interface WaitingVersion {
	/** Takes the new version and reloads this page once. */
	install(): void;
}

/** Registers the worker; `onWaiting` is called when a new version is ready and waits. */
export function registerWorker(onWaiting: (waiting: WaitingVersion) => void): void {
	if (!('serviceWorker' in navigator)) return;
	const workbox = new Workbox(trustedWorkerUrl('beredd-worker', WORKER), { scope: '/', updateViaCache: 'none' });
	workbox.addEventListener('waiting', () => {
		onWaiting({
			install: () => {
				workbox.addEventListener('controlling', () => {
					location.reload();
				});
				workbox.messageSkipWaiting();
			}
		});
	});
	void workbox.register();
}
