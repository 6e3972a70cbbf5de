// The databases that one test has opened, closed and removed after it.
import type { Store } from '#lib/sync/authority/index.ts';

/** A database of its own, that can be opened again after it was closed. */
export interface StoreHome {
	readonly open: () => Promise<Store>;
	readonly remove: () => void;
}

export interface Homes {
	/** A new, empty database. */
	readonly fresh: () => Promise<Store>;
	/** The newest one, closed and opened again. */
	readonly reopened: () => Promise<Store>;
	readonly removeAll: () => Promise<void>;
}

export function homesOf(newHome: () => StoreHome): Homes {
	const open: { home: StoreHome; store: Store }[] = [];
	const openIn = async (home: StoreHome): Promise<Store> => {
		const store = await home.open();
		open.push({ home, store });
		return store;
	};
	return {
		fresh: () => openIn(newHome()),
		async reopened() {
			const last = open.pop();
			if (!last) throw new Error('No store is open');
			await last.store.close();
			return openIn(last.home);
		},
		async removeAll() {
			for (const { home, store } of open.splice(0)) {
				await store.close();
				home.remove();
			}
		}
	};
}
