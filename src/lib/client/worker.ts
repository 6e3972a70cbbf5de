// The service worker seen from the page: registered once, and a new version only takes over when the person says so.
import { Workbox } from 'workbox-window';

interface TrustedTypes {
	createPolicy(
		name: string,
		rules: { createScriptURL: (url: string) => string }
	): { createScriptURL(url: string): string };
}

const WORKER = '/service-worker.js';

/** The content policy lets only this policy name a worker, and it names only ours. */
function trustedWorkerUrl(): string {
	const trusted = Reflect.get(window, 'trustedTypes') as TrustedTypes | undefined;
	if (!trusted) return WORKER;
	const policy = trusted.createPolicy('beredd-worker', {
		createScriptURL: (url) => {
			if (url !== WORKER) throw new TypeError(`Not our worker: ${url}`);
			return url;
		}
	});
	return policy.createScriptURL(WORKER);
}

export interface WaitingVersion {
	/** Takes the new version and reloads this page once. */
	install(): void;
}

/** Registers the worker; `onWaiting` is called when a new version is ready and waits. */
export function registerWorker(onWaiting: (waiting: WaitingVersion) => void): void {
	if (!('serviceWorker' in navigator)) return;
	const workbox = new Workbox(trustedWorkerUrl(), { scope: '/', updateViaCache: 'none' });
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
