import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { createRegistry } from '../contract/index.ts';
import { replicaDatabase, type OutboxRecord, type ReplicaDatabase } from './database.ts';
import { Envelopes } from './envelopes.ts';
import { letterOf } from './outbox.ts';
import { Records } from './records.ts';
import { xchachaSealer } from './xchacha-sealer.ts';

const sealer = xchachaSealer(new Uint8Array(32).fill(1));
const records = new Records(sealer);
const registry = createRegistry({ schema: 1, tables: [], mutators: [] });
const SAID = { name: 'callout.answer', at: 1_790_000_000_000, touched: { reads: [], writes: [] } };

function openDatabase(): ReplicaDatabase {
	return replicaDatabase('replica', registry, { durability: 'strict', indexedDB: new IDBFactory(), IDBKeyRange });
}

async function say(db: ReplicaDatabase, tab: Envelopes, answer: string): Promise<OutboxRecord> {
	return db.dexie.transaction('rw', db.outbox, () => tab.add(db, SAID, JSON.stringify({ answer })));
}

test('two tabs of one person take turns, and everything they have said can be read again in its place', async () => {
	const db = openDatabase();
	const [one, two] = [new Envelopes(sealer, 'tablet'), new Envelopes(sealer, 'tablet')];
	const kept = [await say(db, one, 'a'), await say(db, two, 'b'), await say(db, two, 'c'), await say(db, one, 'd')];
	const waiting = await db.outbox.toArray();
	expect(waiting.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
	expect(waiting.map((record) => records.argsOf(record))).toEqual(['a', 'b', 'c', 'd'].map((answer) => ({ answer })));
	expect(kept).toEqual(waiting);
});

test('a tab that writes alone writes each thing once', async () => {
	const db = openDatabase();
	const tab = new Envelopes(sealer, 'tablet');
	let writtenAgain = 0;
	Reflect.set(db.outbox, 'put', () => {
		writtenAgain += 1;
	});
	for (const answer of ['a', 'b', 'c']) await say(db, tab, answer);
	expect(writtenAgain).toBe(0);
});

test.each([
	['later in the queue', { seq: 2 }],
	['as another deed', { name: 'callout.close' }],
	['at another time', { at: SAID.at + 1 }],
	['with a limit in time', { expiresAt: SAID.at }],
	['from another device', { clientId: 'phone' }]
])('what someone has said cannot be delivered %s', async (_, change) => {
	const record = await say(openDatabase(), new Envelopes(sealer, 'tablet'), 'coming');
	expect(records.argsOf(record)).toEqual({ answer: 'coming' });
	expect(() => records.argsOf({ ...record, ...change })).toThrow();
});

test('another page on the tablet has all that delivery needs, and not a word of what was said', async () => {
	const db = openDatabase();
	await say(db, new Envelopes(sealer, 'tablet'), 'Vattentornet');
	const [waiting] = await db.outbox.toArray();
	const letter = waiting && letterOf(waiting);
	expect(letter).toMatchObject({ seq: 1, name: 'callout.answer', at: SAID.at });
	expect(new TextDecoder('latin1').decode(Buffer.from(letter?.body ?? '', 'base64url'))).not.toContain('Vatten');
});

test('what was written before people had keys makes no letter: its own page sends it, as before', () => {
	const old = { ...SAID, seq: 3, body: '{"answer":"coming"}' };
	expect(letterOf(old)).toBeUndefined();
	expect(letterOf({ ...old, clientId: 'tablet' })).toBeUndefined();
	expect(records.argsOf(old)).toEqual({ answer: 'coming' });
});
