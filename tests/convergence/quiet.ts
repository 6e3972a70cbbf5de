// Knows when real code has come to rest between two simulated events: no IndexedDB transaction is open.
import { IDBDatabase } from 'fake-indexeddb';

let open = 0;

function watch(): void {
	const original = Reflect.get(IDBDatabase.prototype, 'transaction') as (...parameters: unknown[]) => EventTarget;
	Reflect.set(IDBDatabase.prototype, 'transaction', function (this: IDBDatabase, ...parameters: unknown[]) {
		const transaction = original.apply(this, parameters);
		open += 1;
		const ended = (): void => {
			open -= 1;
		};
		transaction.addEventListener('complete', ended, { once: true });
		transaction.addEventListener('abort', ended, { once: true });
		return transaction;
	});
}
watch();

/** Turns of the event loop without an open transaction after which nothing more comes by itself. */
const QUIET_TURNS = 4;

export async function quiet(): Promise<void> {
	for (let turns = 0; turns < QUIET_TURNS;) {
		await new Promise((resolve) => setImmediate(resolve));
		turns = open === 0 ? turns + 1 : 0;
	}
}
