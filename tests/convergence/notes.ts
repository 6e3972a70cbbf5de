// A small world of rows that meets every rule of the engine: order, ranges, moves, refusals, several scopes, commands.
import * as z from 'zod/mini';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { createRegistry, defineMutator, defineTable } from '#lib/sync/contract/index.ts';
import { addEntry, journalEntries, journals } from '#lib/features/journal/index.ts';

const Note = z.object({
	id: Id,
	room: z.string(),
	text: z.string(),
	/** Given by the server: how many notes it had accepted before. */
	number: z.optional(z.int())
});
type Note = z.infer<typeof Note>;

export const notes = defineTable<Note>({
	name: 'notes',
	row: Note,
	indexes: ['room'],
	lookups: ['room'],
	scopeOf: ({ room }) => `room:${room}`,
	serverOwned: ['number'],
	movable: true
});

export const writeNote = defineMutator({
	name: 'note.write',
	args: z.strictObject({ id: Id, room: z.string(), text: z.string() }),
	async run({ tx }, { id, room, text }) {
		if (await tx.get(notes, id)) return refuse('note.already-there');
		await tx.put(notes, { id, room, text });
		return ok(undefined);
	},
	async onAccept({ tx, next }, { id }) {
		const note = await tx.get(notes, id);
		if (note) await tx.put(notes, { ...note, number: await next('notes') });
	}
});

/** Depends on what is there: order shows in the text. */
export const appendNote = defineMutator({
	name: 'note.append',
	args: z.strictObject({ id: Id, text: z.string() }),
	async run({ tx, actor }, { id, text }) {
		const note = await tx.get(notes, id);
		if (!note) return refuse('note.not-there');
		await tx.put(notes, { ...note, text: `${note.text}|${actor.name}${text}`.slice(-200) });
		return ok(undefined);
	}
});

export const moveNote = defineMutator({
	name: 'note.move',
	args: z.strictObject({ id: Id, room: z.string() }),
	async run({ tx }, { id, room }) {
		const note = await tx.get(notes, id);
		if (!note) return refuse('note.not-there');
		await tx.put(notes, { ...note, room });
		return ok(undefined);
	}
});

export const removeNote = defineMutator({
	name: 'note.remove',
	args: z.strictObject({ id: Id }),
	async run({ tx }, { id }) {
		if (!(await tx.get(notes, id))) return refuse('note.not-there');
		await tx.remove(notes, id);
		return ok(undefined);
	}
});

/** Reads a range: the summary of a room says how many notes lie in it. */
export const countNotes = defineMutator({
	name: 'note.count',
	args: z.strictObject({ id: Id, room: z.string() }),
	async run({ tx }, { id, room }) {
		const there = (await tx.list(notes, 'room', room)).filter((note) => note.id !== id);
		if (there.length > 6) return refuse('note.too-many');
		await tx.put(notes, { id, room, text: `count ${there.length}` });
		return ok(undefined);
	}
});

/** Writes two scopes in one go: both or none, on every device. */
export const pairNotes = defineMutator({
	name: 'note.pair',
	args: z.strictObject({ first: Id, second: Id, text: z.string() }),
	async run({ tx }, { first, second, text }) {
		await tx.put(notes, { id: first, room: 'a', text });
		await tx.put(notes, { id: second, room: 'b', text });
		return ok(undefined);
	}
});

/** Only the server decides, and something leaves the building: once. */
export const soundAlarm = defineMutator({
	name: 'note.alarm',
	args: z.strictObject({ id: Id, room: z.string() }),
	optimistic: false,
	expiresAfter: 1_000,
	async run({ tx }, { id, room }) {
		await tx.put(notes, { id, room, text: 'alarm' });
		return ok(undefined);
	},
	onAccept({ effect }, { id }) {
		effect({ kind: 'sms', key: id, payload: { id } });
		return Promise.resolve();
	}
});

/** A bug in the product, met only on the server: the mutation is refused and must not block anyone. */
export const poisonNote = defineMutator({
	name: 'note.poison',
	args: z.strictObject({ id: Id }),
	async run({ tx }, { id }) {
		await tx.put(notes, { id, room: 'a', text: 'poison' });
		return ok(undefined);
	},
	onAccept() {
		throw new Error('A bug in a mutator');
	}
});

export const worldRegistry = createRegistry({
	schema: 1,
	tables: [notes, journalEntries, journals],
	mutators: [writeNote, appendNote, moveNote, removeNote, countNotes, pairNotes, soundAlarm, poisonNote, addEntry]
});
