// A municipality's shelters and their guests: few tables and mutators that meet every rule of the judge and the store.
import * as z from 'zod/mini';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { createRegistry, defineMutator, defineTable } from '#lib/sync/contract/index.ts';

const Guest = z.object({
	id: Id,
	shelter: z.string(),
	name: z.string(),
	/** Given by the server: which guest of the shelter this was, from 1. */
	number: z.optional(z.int()),
	receivedAt: z.optional(z.int()),
	/** Given by the server: who came before. */
	after: z.optional(z.string())
});
type Guest = z.infer<typeof Guest>;

const Shelter = z.object({ id: Id, committee: z.string() });
type Shelter = z.infer<typeof Shelter>;

export const guests = defineTable<Guest>({
	name: 'guests',
	row: Guest,
	indexes: ['shelter'],
	lookups: ['shelter'],
	scopeOf: ({ shelter }) => `shelter:${shelter}`,
	serverOwned: ['number', 'receivedAt', 'after'],
	personal: ['name'],
	movable: true
});

export const shelters = defineTable<Shelter>({
	name: 'shelters',
	row: Shelter,
	scopeOf: ({ committee }) => `committee:${committee}`
});

/** Tells the guest's relatives by text message, once. */
const arrive = defineMutator({
	name: 'guest.arrive',
	args: z.strictObject({ id: Id, shelter: z.string(), name: z.string().check(z.maxLength(40)) }),
	personal: ['name'],
	async run({ tx }, guest) {
		if (await tx.get(guests, guest.id)) return refuse('guest.already-here');
		await tx.put(guests, guest);
		return ok(undefined);
	},
	async onAccept({ tx, next, memory, remember, receivedAt, former, effect }, { id, shelter }) {
		const guest = await tx.get(guests, id);
		if (!guest) throw new Error('An accepted guest is missing');
		const after = await memory(shelter);
		await remember(shelter, id);
		const number = await next(`guests:${shelter}`);
		const had =
			Object.keys(former).length > 0 ? { after: `formerly ${String(former[`guests/${id}`]?.['number'])}` } : {};
		await tx.put(guests, { ...guest, number, receivedAt, ...(after === undefined ? {} : { after }), ...had });
		effect({ kind: 'sms', key: `arrived:${id}`, payload: { id } });
	}
});

const move = defineMutator({
	name: 'guest.move',
	args: z.strictObject({ id: Id, shelter: z.string() }),
	async run({ tx }, { id, shelter }) {
		const guest = await tx.get(guests, id);
		if (!guest) return refuse('guest.not-here');
		await tx.put(guests, { ...guest, shelter });
		return ok(undefined);
	}
});

const leave = defineMutator({
	name: 'guest.leave',
	args: z.strictObject({ id: Id }),
	async run({ tx }, { id }) {
		await tx.remove(guests, id);
		return ok(undefined);
	}
});

/** Has written before it says no. */
const turnAway = defineMutator({
	name: 'guest.turn-away',
	args: z.strictObject({ id: Id }),
	async run({ tx }, { id }) {
		await tx.put(guests, { id, shelter: 'school', name: 'Turned away' });
		return refuse('guest.full');
	}
});

/** A bug: throws, after it has written. */
const lose = defineMutator({
	name: 'guest.lose',
	args: z.strictObject({ id: Id }),
	async run({ tx }, { id }) {
		await tx.put(guests, { id, shelter: 'school', name: 'Lost' });
		return ok(undefined);
	},
	async onAccept({ next }) {
		await next('guests:school');
		throw new Error('A bug in a mutator');
	}
});

const open = defineMutator({
	name: 'shelter.open',
	args: z.strictObject({ id: Id, committee: z.string() }),
	async run({ tx }, shelter) {
		await tx.put(shelters, shelter);
		return ok(undefined);
	}
});

export const sheltersRegistry = createRegistry({
	schema: 1,
	tables: [guests, shelters],
	mutators: [arrive, move, leave, turnAway, lose, open]
});
