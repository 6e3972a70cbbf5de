// The worker in which a PIN becomes a key; it lives for one PIN.
import { stretch, type StretchRequest } from './stretch.ts';

addEventListener('message', ({ data }: MessageEvent<StretchRequest>) => {
	void stretch(data).then(
		(key) => {
			postMessage(key);
		},
		(error: unknown) => {
			reportError(error);
		}
	);
});
