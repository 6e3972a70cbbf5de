// The page's side of the worker that makes a PIN into a key.
import { trustedWorkerUrl } from '../trusted-worker-url.ts';
import type { Stretch } from './stretch.ts';
import workerUrl from './stretch-worker.ts?worker&url';

/** Started for one PIN and ended after it: its 64 MiB are given back. */
export const stretchInWorker: Stretch = (request) =>
	new Promise((resolve, reject) => {
		const worker = new Worker(trustedWorkerUrl('beredd-pin', workerUrl), { type: 'module' });
		worker.onmessage = ({ data }: MessageEvent<Uint8Array<ArrayBuffer>>) => {
			worker.terminate();
			resolve(data);
		};
		worker.onerror = ({ message }) => {
			worker.terminate();
			reject(new Error(`The PIN could not be made into a key: ${message}`));
		};
		worker.postMessage(request);
	});
