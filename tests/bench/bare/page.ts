// The engine on a page of its own: what a figure is when the app round it is taken away. Runs in the bench's browser.
import { addEntry, journalEntries } from '#lib/features/journal/index.ts';
import { registry } from '#lib/features/registry.ts';
import { fromBase64Url, newId, systemRandom } from '#lib/kernel/index.ts';
import { proof, proofKeyOf, sealKeyOf } from '#lib/client/vault/keys.ts';
import { Replica, socketChannel, xchachaSealer, type RowRecord } from '#lib/sync/browser/index.ts';
import { replicaDatabase } from '#lib/sync/browser/database.ts';

const INCIDENT = 'bench';
const NAME = 'replica-bare';
const SHOWN = 50;

/** Who the bench has signed in: their rows are sealed as in the product. */
const { personId, session, key } = JSON.parse(localStorage.getItem('person') ?? '{}') as Record<string, string>;
const personKey = fromBase64Url(key ?? '');
const [sealKey, proofKey] = await Promise.all([sealKeyOf(personKey), proofKeyOf(personKey)]);

const channel = socketChannel(location.origin);
const replica = new Replica({
	name: NAME,
	registry,
	actor: {
		personId: personId ?? '',
		name: 'Mätning',
		role: 'Loggförare',
		rights: [{ as: 'crisisLeadership', on: 'municipality', from: 0 }]
	},
	sealer: xchachaSealer(sealKey),
	claim: async (lineId, clientId) => ({
		session: session ?? '',
		proof: await proof(proofKey, `${lineId}|${clientId}|${session ?? ''}`)
	}),
	build: 'bench',
	channel,
	onState: ({ contact }) => {
		document.documentElement.dataset['contact'] = contact;
	},
	onProblem: (error) => {
		console.error(error);
	}
});
const newest = (): Promise<RowRecord[]> =>
	replica
		.table(journalEntries.name)
		.where('[incidentId+happenedAt]')
		.between([INCIDENT, 0], [INCIDENT, Infinity])
		.reverse()
		.limit(SHOWN)
		.toArray();

replica.live([journalEntries.name], newest, (records) => {
	const texts = records.map((record) => replica.rowOf(journalEntries, record).text);
	document.body.replaceChildren(
		...texts.map((text) => Object.assign(document.createElement('p'), { textContent: text }))
	);
	if (records.length >= SHOWN && !Reflect.has(window, 'fiftyAt')) Reflect.set(window, 'fiftyAt', performance.now());
});
void replica.open();
void navigator.serviceWorker.register('/worker.js');

/** Runs `work` `count` times, at most one every `everyMs`; how long each took, in ms. */
async function timed(count: number, everyMs: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
	const took: number[] = [];
	for (let n = 0; n < count; n += 1) {
		const began = performance.now();
		await work(n);
		took.push(performance.now() - began);
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - (performance.now() - began))));
	}
	return took;
}

/** Entries written through the engine. */
function saves(count: number, everyMs: number): Promise<number[]> {
	return timed(count, everyMs, async (n) => {
		const entry = {
			entryId: newId(Date.now(), systemRandom),
			incidentId: INCIDENT,
			text: `Vattnet stiger vid kajen, rad ${n}.`
		};
		const result = await replica.mutate(addEntry, { ...entry, happenedAt: Date.now() });
		if (!result.ok) throw new Error(result.code);
	});
}

/** The same rows put straight into the same watched table, as safely. */
async function puts(count: number, everyMs: number): Promise<number[]> {
	const table = replicaDatabase(NAME, registry, { durability: 'strict' }).rows(journalEntries.name);
	const [row] = await newest();
	if (!row) throw new Error('There is no row to put');
	const ids: string[] = [];
	const took = await timed(count, everyMs, () => {
		const id = newId(Date.now(), systemRandom);
		ids.push(id);
		return table.put({ ...row, id, happenedAt: Date.now() });
	});
	// A sealed body opens in its own place only: these copies could not be shown.
	await table.bulkDelete(ids);
	return took;
}

/** A question to the server and its answer. */
function roundTrips(count: number, everyMs: number): Promise<number[]> {
	return timed(count, everyMs, () =>
		channel.request('pull', { cursors: { [`incident:${INCIDENT}`]: Number.MAX_SAFE_INTEGER } })
	);
}

/** Everything of the journal put into a table of the same kind in one bulkPut; ms. */
async function bulkPut(): Promise<number> {
	const rows = await replica.table(journalEntries.name).toArray();
	const floor = replicaDatabase('floor', registry, { durability: 'relaxed' });
	await floor.dexie.open();
	const began = performance.now();
	await floor.rows(journalEntries.name).bulkPut(rows);
	const took = performance.now() - began;
	await floor.dexie.delete();
	return took;
}

Reflect.set(window, 'bare', { saves, puts, roundTrips, bulkPut });
