// The browser and the server each make keys of a person's key by their own means: what one proves or seals, the other checks and opens.
import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { proof, proofKeyOf, sealKeyOf } from '#lib/client/vault/keys.ts';
import * as server from '#lib/server/auth/person-key.server.ts';
import { replicaDatabase } from '#lib/sync/browser/database.ts';
import { Envelopes } from '#lib/sync/browser/envelopes.ts';
import { letterOf } from '#lib/sync/browser/outbox.ts';
import { xchachaSealer } from '#lib/sync/browser/xchacha-sealer.ts';
import { createRegistry, Letter } from '#lib/sync/contract/index.ts';

const secret = 'a secret of the municipality, long enough';
const anna = server.personKey(secret, 'anna', 1);

test('a person’s key is 32 bytes, the same each time, and another for every person, number and secret', () => {
	expect(anna).toHaveLength(32);
	expect(server.personKey(secret, 'anna', 1)).toEqual(anna);
	const others = [
		server.personKey(secret, 'bo', 1),
		server.personKey(secret, 'anna', 2),
		server.personKey(`${secret}!`, 'anna', 1),
		server.sealKeyOf(anna)
	];
	for (const other of others) expect(other).not.toEqual(anna);
});

test('the server takes a browser’s proof for what it was said over and for that person, and for nothing else', async () => {
	await fc.assert(
		fc.asyncProperty(fc.string(), fc.string(), async (text, other) => {
			fc.pre(text !== other);
			const said = await proof(await proofKeyOf(anna), text);
			expect(server.verifyProof(anna, text, said)).toBe(true);
			expect(server.verifyProof(anna, other, said)).toBe(false);
			expect(server.verifyProof(server.personKey(secret, 'bo', 1), text, said)).toBe(false);
			expect(server.verifyProof(anna, text, said.slice(1))).toBe(false);
			expect(server.verifyProof(anna, text, '')).toBe(false);
		}),
		{ numRuns: 20 }
	);
});

test('what Anna did lies on the tablet unreadable, is carried by whoever is there, and the server reads it as hers', async () => {
	const factory = { indexedDB: new IDBFactory(), IDBKeyRange };
	const registry = createRegistry({ schema: 1, tables: [], mutators: [] });
	const db = replicaDatabase('replica-anna', registry, { durability: 'strict', ...factory });
	const sealer = xchachaSealer(await sealKeyOf(anna));
	const said = { text: 'Vattnet stiger 🌊', at: 3 };
	const deed = { name: 'journal.add', at: 7, expiresAt: 9, touched: { reads: [], writes: [] } };
	const envelopes = new Envelopes(sealer, 'tablet:1');
	await db.dexie.transaction('rw', db.outbox, () => envelopes.add(db, deed, JSON.stringify(said)));

	const waiting = await db.outbox.toArray();
	const carried = JSON.stringify(waiting.map(letterOf));
	const [letter] = (JSON.parse(carried) as unknown[]).map((one) => Letter.parse(one));
	if (!letter) throw new Error('Nothing was carried');
	const sealKey = server.sealKeyOf(anna);
	const envelope = { clientId: 'tablet:1', ...letter };
	expect(server.openEnvelope(sealKey, envelope)).toEqual({ ok: true, value: said });

	const broken = { ok: false, code: 'access.envelope-broken' };
	expect(server.openEnvelope(server.sealKeyOf(server.personKey(secret, 'bo', 1)), envelope)).toEqual(broken);
	const changes = [
		{ seq: 2 },
		{ clientId: 'tablet:2' },
		{ name: 'journal.strike' },
		{ at: 8 },
		{ expiresAt: undefined }
	];
	for (const change of changes) {
		expect(server.openEnvelope(sealKey, { ...envelope, ...change })).toEqual(broken);
	}
	expect(server.openEnvelope(sealKey, { ...envelope, body: 'AAAA' })).toEqual(broken);
});
