import * as z from 'zod/mini';
import { expect, test, vi } from 'vitest';
import { ok, refuse } from '#lib/kernel/index.ts';
import { createRegistry, defineMutator, runMutator, type MutationTx, type Mutator, type Need } from './index.ts';

type Args = Record<string, unknown>;

const tx = {} as MutationTx;
const actor = { personId: 'anna', name: 'Anna', role: '–' };
const permits = vi.fn((_actor: unknown, { action }: Need, at: number) => action === 'read' || at > 100);
const registry = createRegistry({ schema: 1, tables: [], mutators: [], permits });

function mutator(
	needs: Mutator<Args>['needs'],
	run: Mutator<Args>['run'] = () => Promise.resolve(ok(undefined))
): Mutator<Args> {
	return defineMutator({ name: 'door.open', args: z.looseObject({}), run, ...(needs ? { needs } : {}) });
}

const asked = (one: Mutator<Args>, judgedAt = 50): ReturnType<typeof runMutator> =>
	runMutator(registry, one, { tx, actor, at: 7, judgedAt }, {});

const read: Need = { action: 'read', on: 'a' };
const write: Need = { action: 'write', on: 'b' };

test('everything that is needed must be permitted, whatever the order; nothing needed is permitted to all', async () => {
	const refused = refuse('access.not-permitted');
	expect(await asked(mutator(() => [read]))).toEqual(ok(undefined));
	expect(await asked(mutator(() => [read, write]))).toEqual(refused);
	expect(await asked(mutator(() => Promise.resolve([write, read])))).toEqual(refused);
	expect(await asked(mutator(() => []))).toEqual(ok(undefined));
	expect(await asked(mutator(undefined))).toEqual(ok(undefined));
});

test('a deed that is not permitted is not even begun', async () => {
	const run = vi.fn(() => Promise.resolve(ok(undefined)));
	await asked(mutator(() => [write], run));
	expect(run).not.toHaveBeenCalled();
});

test('rights are asked about when it is judged, and the deed is told when it was done', async () => {
	const run = vi.fn(() => Promise.resolve(refuse('door.locked')));
	expect(
		await asked(
			mutator(() => [write], run),
			101
		)
	).toEqual(refuse('door.locked'));
	expect(permits).toHaveBeenLastCalledWith(actor, write, 101);
	expect(run).toHaveBeenCalledWith({ tx, actor, at: 7 }, {});
});
