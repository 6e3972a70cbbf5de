// How an installation begins: a script replayed through the judge, as if its people had done it on their own devices.
import * as z from 'zod/mini';
import { emptyScript, exampleScript, templateScript, type ScriptedMutation } from '#lib/features/beginning/index.ts';
import { EVERY_RIGHT } from '#lib/features/access/index.ts';
import { Beginning, MunicipalityName } from '#lib/features/municipality/index.ts';
import { newId, ok, refuse, systemRandom, type Result } from '#lib/kernel/index.ts';
import type { Authority, Store } from '#lib/sync/authority/index.ts';
import {
	ActorMessage,
	PUSH_MUTATIONS_MAX,
	type Actor,
	type PushedMutation,
	type PushReply
} from '#lib/sync/contract/index.ts';

/** The door that was chosen, the municipality's own name where it matters, and who chose. */
export const BeginRequest = z.strictObject({ beginning: Beginning, name: MunicipalityName, actor: ActorMessage });
export type BeginRequest = z.infer<typeof BeginRequest>;

export interface BeginningSettings {
	readonly store: Store;
	readonly authority: Authority;
	readonly now: () => number;
}

/**
 * Begins the installation.
 *
 * Errors:  `municipality.already-begun` when there is anything in the database; a script that is refused throws, it is ours.
 */
export async function begin(settings: BeginningSettings, request: BeginRequest): Promise<Result<void>> {
	const script = await scriptOf(request, settings.now());
	// One after the other: of two doors chosen at once only one is gone through.
	const attempt = beginning.then(() => beginWith(settings, script));
	beginning = attempt.catch(() => undefined);
	return attempt;
}

async function beginWith(settings: BeginningSettings, script: readonly ScriptedMutation[]): Promise<Result<void>> {
	if ((await settings.store.versions()).size > 0) return refuse('municipality.already-begun');
	await replay(settings, script);
	return ok(undefined);
}

/** Settles when the last one that began is through. */
let beginning: Promise<unknown> = Promise.resolve();

async function scriptOf({ beginning, name, actor }: BeginRequest, now: number): Promise<ScriptedMutation[]> {
	const by = { actor, at: now };
	if (beginning === 'empty') return emptyScript({ name, beginning, by });
	const { loadContent } = await import('#lib/features/content/index.ts');
	const content = await loadContent();
	if (beginning === 'example') return exampleScript(content, now);
	return templateScript(content, { name, beginning, values: { kommun: name }, by });
}

/**
 * Replays a script in its order; each of its people gets a device of their own.
 *
 * All of it is handed to the judge in one turn, and so lands in one commit: a beginning is there whole or not at all.
 */
export async function replay(
	{ store, authority, now }: BeginningSettings,
	script: readonly ScriptedMutation[]
): Promise<void> {
	const runs = runsOf(script);
	const devices = new Map<string, { clientId: string; actor: Actor; lastSeq: number }>();
	for (const { actor, at } of runs) {
		if (devices.has(keyOf(actor))) continue;
		const device = { clientId: `script-${newId(now(), systemRandom)}`, actor, lastSeq: 0 };
		devices.set(keyOf(actor), device);
		await store.enrol(device, at);
	}
	const replies = await Promise.all(
		runs.map(({ actor, run }) => {
			const device = devices.get(keyOf(actor));
			if (!device) throw new Error('A person of the script has no device');
			const mutations = run.map(({ name, args, at }): PushedMutation => ({
				seq: (device.lastSeq += 1),
				name,
				args,
				at
			}));
			return new Promise<PushReply | undefined>((resolve) => {
				authority.judge({ clientId: device.clientId, actor: { ...actor, rights: EVERY_RIGHT } }, mutations, resolve);
			});
		})
	);
	const verdicts = replies.flatMap((reply) => reply?.verdicts ?? []);
	const refused = verdicts.find((verdict) => verdict.refused !== undefined)?.refused;
	if (refused !== undefined) throw new Error(`The script was refused: ${refused}`);
	if (replies.includes(undefined)) throw new Error('The script was not saved');
}

function keyOf({ personId, role }: Actor): string {
	return `${personId}|${role}`;
}

/** Neighbouring lines of the same person, at most a push long. */
function runsOf(script: readonly ScriptedMutation[]): { actor: Actor; at: number; run: ScriptedMutation[] }[] {
	const runs: { actor: Actor; at: number; run: ScriptedMutation[] }[] = [];
	for (const line of script) {
		const last = runs.at(-1);
		const same = last && last.actor.personId === line.actor.personId && last.actor.role === line.actor.role;
		if (same && last.run.length < PUSH_MUTATIONS_MAX) last.run.push(line);
		else runs.push({ actor: line.actor, at: line.at, run: [line] });
	}
	return runs;
}
