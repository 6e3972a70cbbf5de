// The other replicas of this browser as they lie on the disk: opened raw, by no key, for what must be done while their people are away.
import type { OutboxRecord } from './database.ts';

export interface OtherReplica {
	/** The database's name. */
	readonly replica: string;
	readonly personId: string;
}

export interface Disk {
	readonly indexedDB: IDBFactory;
	readonly IDBKeyRange: typeof IDBKeyRange;
}

/** How far somebody else has delivered a replica's outbox, and in which life of the server. */
export interface DeliveredTo {
	readonly seq: number;
	readonly epoch: string;
}

export interface Waiting {
	/** The last number that the server has acknowledged to the replica itself; 0 where none is known. */
	readonly acknowledgedTo: number;
	readonly records: readonly OutboxRecord[];
}

/** What stays when everything that can be fetched again goes: what was written here, and which replica it is. */
const WRITTEN_HERE = ['outbox', 'refused', 'meta'];
const browserDisk = (): Disk => globalThis;

/** What waits in a replica after `after`, oldest first, at most `limit`; undefined where there is no such replica. */
export function waitingIn(
	replica: string,
	{ after, limit }: { after: (deliveredTo: DeliveredTo | undefined) => number; limit: number },
	disk: Disk = browserDisk()
): Promise<Waiting | undefined> {
	return withReplica(replica, disk, async (database) => {
		const tx = database.transaction(['outbox', 'meta', 'acknowledged']);
		const deliveredTo = asDeliveredTo(await valueOf(tx, 'deliveredTo'));
		const range = disk.IDBKeyRange.lowerBound(after(deliveredTo), true);
		const records = await answer(tx.objectStore('outbox').getAll(range, limit) as IDBRequest<OutboxRecord[]>);
		const last = await answer(tx.objectStore('acknowledged').openKeyCursor(null, 'prev'));
		return { acknowledgedTo: typeof last?.key === 'number' ? last.key : 0, records };
	});
}

/** How much of a replica nobody has delivered yet. */
export async function unsentIn(replica: string, disk: Disk = browserDisk()): Promise<number> {
	const count = await withReplica(replica, disk, async (database) => {
		const tx = database.transaction(['outbox', 'meta']);
		const delivered = asDeliveredTo(await valueOf(tx, 'deliveredTo'));
		// What was judged in a life of the server that is gone must go again.
		const seq = delivered?.epoch === (await valueOf(tx, 'epoch')) ? (delivered?.seq ?? 0) : 0;
		return answer(tx.objectStore('outbox').count(disk.IDBKeyRange.lowerBound(seq, true)));
	});
	return count ?? 0;
}

/** Notes in a replica which commands are about to be sent in its name: what they did may never be known (see `OutboxRecord.sentIn`). */
export async function noteSent(
	replica: string,
	{ seqs, epoch }: { seqs: readonly number[]; epoch: string },
	disk: Disk = browserDisk()
): Promise<void> {
	if (seqs.length === 0) return;
	await withReplica(replica, disk, async (database) => {
		const outbox = database.transaction('outbox', 'readwrite').objectStore('outbox');
		for (const seq of seqs) {
			const record = await answer(outbox.get(seq) as IDBRequest<OutboxRecord | undefined>);
			if (record) await answer(outbox.put({ ...record, sentIn: epoch }));
		}
	});
}

export async function noteDelivered(
	replica: string,
	deliveredTo: DeliveredTo,
	disk: Disk = browserDisk()
): Promise<void> {
	await withReplica(replica, disk, (database) =>
		answer(
			database.transaction('meta', 'readwrite').objectStore('meta').put({ key: 'deliveredTo', value: deliveredTo })
		)
	);
}

/** Takes everything from a replica that can be fetched again, drafts too; what waits to be sent stays. */
export async function emptyReplica(replica: string, disk: Disk = browserDisk()): Promise<void> {
	await withReplica(replica, disk, async (database) => {
		const names = [...database.objectStoreNames].filter((name) => !WRITTEN_HERE.includes(name));
		const tx = database.transaction(names, 'readwrite');
		for (const name of names) await answer(tx.objectStore(name).clear());
	});
}

/** Opened for one piece of work; undefined where there is no such database: looking for it makes none. */
async function withReplica<T>(
	name: string,
	{ indexedDB }: Disk,
	work: (database: IDBDatabase) => Promise<T>
): Promise<T | undefined> {
	const request = indexedDB.open(name);
	let isNew = false;
	request.onupgradeneeded = () => {
		isNew = true;
		request.transaction?.abort();
	};
	const database = await answer(request).catch((error: unknown) => {
		if (isNew) return undefined;
		throw error;
	});
	if (!database) return undefined;
	// Whoever upgrades or deletes it need not wait for this.
	database.onversionchange = () => {
		database.close();
	};
	try {
		return await work(database);
	} finally {
		database.close();
	}
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => {
			resolve(request.result);
		};
		request.onerror = () => {
			reject(request.error ?? new Error('IndexedDB gave no reason'));
		};
	});
}

async function valueOf(tx: IDBTransaction, key: string): Promise<unknown> {
	const entry: unknown = await answer<unknown>(tx.objectStore('meta').get(key));
	return typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'value') : undefined;
}

function asDeliveredTo(value: unknown): DeliveredTo | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const seq: unknown = Reflect.get(value, 'seq');
	const epoch: unknown = Reflect.get(value, 'epoch');
	return typeof seq === 'number' && typeof epoch === 'string' ? { seq, epoch } : undefined;
}
