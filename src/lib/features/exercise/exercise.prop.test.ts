import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Overlay, type Actor } from '#lib/sync/contract/index.ts';
import {
	exercises,
	pauseExercise,
	playedMs,
	putTemplate,
	resumeExercise,
	startExercise,
	type Exercise,
	type ExerciseTemplate
} from './index.ts';

const director: Actor = { personId: 'ovl', name: 'Åsa', role: 'Övningsledare' };
const incidentId = 'ovning-1';
const template: ExerciseTemplate = {
	id: 'ovn-1',
	title: 'Övning',
	code: 'ÖVNING',
	format: '',
	durationMinutes: 180,
	purpose: '',
	scenario: '',
	safety: [],
	goals: [],
	injects: []
};

interface Turn {
	what: 'pause' | 'resume';
	at: number;
}
const turns: fc.Arbitrary<Turn[]> = fc.array(
	fc.record({ what: fc.constantFrom('pause' as const, 'resume' as const), at: fc.nat(1_000) }),
	{ maxLength: 10 }
);

async function after(said: readonly Turn[]): Promise<Exercise> {
	const tx = new Overlay({ get: () => Promise.resolve(undefined), list: () => Promise.resolve([]) });
	await putTemplate.run({ tx, actor: director, at: 0 }, template);
	await startExercise.run({ tx, actor: director, at: 0 }, { incidentId, templateId: template.id });
	for (const { what, at } of said) {
		await (what === 'pause' ? pauseExercise : resumeExercise).run({ tx, actor: director, at }, { incidentId });
	}
	return (await tx.get(exercises, incidentId)) as Exercise;
}

/** Millisecond by millisecond: the clock runs in those that begin while nobody has paused it. */
function counted(said: readonly Turn[], now: number): number {
	let played = 0;
	for (let ms = 0; ms < now; ms += 1) {
		const last = said.filter(({ at }) => at <= ms).at(-1);
		if (last?.what !== 'pause') played += 1;
	}
	return played;
}

test('the clock shows what a stopwatch would that is stopped and started at the same moments', async () => {
	await fc.assert(
		fc.asyncProperty(turns, fc.nat(1_000), async (said, since) => {
			const inOrder = said.toSorted((one, other) => one.at - other.at);
			const now = (inOrder.at(-1)?.at ?? 0) + since;
			expect(playedMs(await after(inOrder), now)).toBe(counted(inOrder, now));
		})
	);
});

test('the clock never goes backwards, never below zero and never faster than time, also when the devices’ clocks differ', async () => {
	// C26
	await fc.assert(
		fc.asyncProperty(turns, fc.nat(2_000), fc.nat(2_000), async (said, one, other) => {
			const exercise = await after(said);
			const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
			expect(playedMs(exercise, earlier)).toBeGreaterThanOrEqual(0);
			const sincePause = Math.max(later, exercise.pausedAt ?? 0);
			expect(playedMs(exercise, later)).toBeLessThanOrEqual(sincePause);
			expect(playedMs(exercise, later)).toBeGreaterThanOrEqual(playedMs(exercise, earlier));
		})
	);
});
