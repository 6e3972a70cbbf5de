// How an installation begins: a script replayed through the judge, as if its people had done it on their own devices.
import * as z from 'zod/mini';
import { emptyScript, exampleScript, templateScript, type ScriptedMutation } from '#lib/features/beginning/index.ts';
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
	if ((await settings.store.versions()).size > 0) return refuse('municipality.already-begun');
	await replay(settings, await scriptOf(request, settings.now()));
	return ok(undefined);
}

async function scriptOf({ beginning, name, actor }: BeginRequest, now: number): Promise<ScriptedMutation[]> {
	const by = { actor, at: now };
	if (beginning === 'empty') return emptyScript({ name, beginning, by });
	const { loadContent } = await import('#lib/features/content/index.ts');
	const content = await loadContent();
	if (beginning === 'example') return exampleScript(content, now);
	return templateScript(content, { name, beginning, values: { kommun: name }, by });
}

/** Replays a script in its order; each of its people gets a device of their own. */
export async function replay(
	{ store, authority, now }: BeginningSettings,
	script: readonly ScriptedMutation[]
): Promise<void> {
	const devices = new Map<string, { clientId: string; actor: Actor; lastSeq: number }>();
	for (const { actor, at, run } of runsOf(script)) {
		const key = `${actor.personId}|${actor.role}`;
		let device = devices.get(key);
		if (!device) {
			device = { clientId: `script-${newId(now(), systemRandom)}`, actor, lastSeq: 0 };
			devices.set(key, device);
			await store.enrol(device, at);
		}
		const { lastSeq } = device;
		const mutations = run.map((line, index): PushedMutation => ({
			seq: lastSeq + index + 1,
			name: line.name,
			args: line.args,
			at: line.at
		}));
		device.lastSeq += run.length;
		const sender = { clientId: device.clientId, actor };
		const reply = await new Promise<PushReply | undefined>((resolve) => {
			authority.judge(sender, mutations, resolve);
		});
		const refused = reply?.verdicts.find((verdict) => verdict.refused !== undefined);
		if (!reply || refused) throw new Error(`The script was refused: ${refused?.refused ?? 'not saved'}`);
	}
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
