import { expect, test } from 'vitest';
import { actionCards, activeCards, stepTicks } from '#lib/features/actioncard/index.ts';
import { exercises, exerciseTemplates, injectReleases } from '#lib/features/exercise/index.ts';
import { incidents, levelChanges } from '#lib/features/incident/index.ts';
import { firstBrokenNumber, journalEntries, journals } from '#lib/features/journal/index.ts';
import { municipalities } from '#lib/features/municipality/index.ts';
import { planChapters, staffRoles } from '#lib/features/plan/index.ts';
import { members, organisations } from '#lib/features/roster/index.ts';
import { expectOk } from '#lib/kernel/index.ts';
import { sha256, startInProcess } from '../../../tests/support/in-process.ts';
import { begin, type BeginRequest } from './beginning.server.ts';

const NOW = Date.parse('2026-11-25T13:00Z');
const ASA = { personId: 'asa', name: 'Åsa', role: 'Säkerhetsstrateg' };

async function begun(beginning: BeginRequest['beginning'], name = 'Strängnäs kommun') {
	const server = await startInProcess(() => NOW);
	expectOk(await begin(server, { beginning, name, actor: ASA }));
	expect(server.bugs).toEqual([]);
	return server;
}

test('Alsjöhamn has a whole plan, 84 people in seven organisations, a fire that burns and an exercise behind it', async () => {
	const { rows } = await begun('example');
	expect(await rows(planChapters)).toHaveLength(14);
	expect(await rows(staffRoles)).toHaveLength(21);
	expect(await rows(actionCards)).toHaveLength(12);
	expect(await rows(organisations)).toHaveLength(7);
	expect(await rows(members)).toHaveLength(84);
	expect((await rows(actionCards)).flatMap(({ steps }) => steps)).toHaveLength(117);
	expect((await rows(municipalities)).map(({ name }) => name)).toEqual(['Alsjöhamns kommun']);

	const all = await rows(incidents);
	expect(all.filter(({ endedAt }) => endedAt === undefined).map(({ title }) => title)).toEqual([
		'Brand i flerbostadshus, Hamngatan'
	]);
	expect(all.filter(({ kind }) => kind === 'exercise')).toHaveLength(1);
	expect((await rows(journals)).filter(({ closedAt }) => closedAt !== undefined)).toHaveLength(1);
	expect(await rows(levelChanges)).toHaveLength(2);
	expect(await rows(activeCards)).toHaveLength(1);
	expect(await rows(stepTicks)).toHaveLength(6);
	expect((await rows(exercises)).map(({ endedAt }) => endedAt !== undefined)).toEqual([true]);
});

test('the logs of Alsjöhamn are numbered without gaps and their chains hold', async () => {
	const { rows } = await begun('example');
	const entries = await rows(journalEntries);
	const released = (await rows(injectReleases)).length;
	for (const [incidentId, expected] of [
		['al-handelse-brand', 30],
		['al-ovning-2026', 15 + released]
	] as const) {
		const log = entries.filter((entry) => entry.incidentId === incidentId);
		expect(log).toHaveLength(expected);
		expect(firstBrokenNumber(log, sha256)).toBeUndefined();
	}
});

test('from templates the plan carries the municipality’s own name and no people', async () => {
	const { rows } = await begun('templates');
	const chapters = await rows(planChapters);
	expect(chapters.flatMap(({ body }) => body).join(' ')).toContain('Strängnäs kommun');
	expect(chapters.every(({ status }) => status === 'template')).toBe(true);
	expect(await rows(exerciseTemplates)).toHaveLength(1);
	expect(await rows(members)).toEqual([]);
	expect(await rows(incidents)).toEqual([]);
});

test('an empty beginning holds the name and nothing else', async () => {
	const { rows } = await begun('empty');
	expect(await rows(municipalities)).toHaveLength(1);
	expect(await rows(planChapters)).toEqual([]);
});

test('the door is chosen once', async () => {
	const server = await begun('empty');
	expect(await begin(server, { beginning: 'example', name: 'Annan', actor: ASA })).toEqual({
		ok: false,
		code: 'municipality.already-begun'
	});
});

test('two doors chosen at once: one is gone through, and nothing of the other is there', async () => {
	const server = await startInProcess(() => NOW);
	const results = await Promise.all([
		begin(server, { beginning: 'templates', name: 'Strängnäs kommun', actor: ASA }),
		begin(server, { beginning: 'example', name: 'Alsjöhamn', actor: ASA })
	]);
	expect(results.filter(({ ok }) => ok)).toHaveLength(1);
	expect(results).toContainEqual({ ok: false, code: 'municipality.already-begun' });
	const names = (await server.rows(municipalities)).map(({ name }) => name);
	expect(names).toHaveLength(1);
	const isExample = names[0] !== 'Strängnäs kommun';
	expect((await server.rows(members)).length > 0).toBe(isExample);
});

test('a beginning is one commit: a server that dies in the middle of it has begun nothing', async () => {
	const server = await begun('example');
	const history = await server.store.history(0, 10_000);
	expect(new Set(history.map(({ receivedAt }) => receivedAt)).size).toBe(1);
	const commits = new Set(
		await server.store.snapshot(async (read) => {
			const scopes = [...(await read.versions()).keys()];
			const rows = await Promise.all(scopes.map((scope) => read.rowsBelow(scope, Infinity, 10_000)));
			return rows.flat().map(({ commit }) => commit);
		})
	);
	expect(commits.size).toBe(1);
});
