// One mutation judged: the mutator's own answer, or a refusal where it cannot even be asked.
import { type Actor, type AcceptContext, type Mutator, type PushedMutation, type Registry } from '../contract/index.ts';
import { Layer, type Group, type ServerPart } from './group.ts';

export interface Judgement {
	/** Undefined when accepted. */
	readonly refused?: string;
	readonly bugId?: string;
	readonly layer?: Layer;
	readonly mutator: Mutator | undefined;
}

export interface JudgeSettings {
	readonly registry: Registry;
	readonly server: ServerPart;
	/** Logs a bug once and returns the id that the person sees. */
	readonly reportBug: (error: unknown, mutation: { name: string }) => string;
}

/**
 * Runs a mutation in a layer of its own over `group`; the caller absorbs the layer when it is accepted.
 *
 * Errors:  none; a mutator that throws is refused as `sync.bug` with the id of its log line.
 */
export async function judgeMutation(
	settings: JudgeSettings,
	group: Group,
	{ mutation, actor, receivedAt }: { mutation: PushedMutation; actor: Actor; receivedAt: number }
): Promise<Judgement> {
	const mutator = settings.registry.mutator(mutation.name);
	if (!mutator) return { refused: 'sync.unknown-mutation', mutator };
	const args = mutator.args.safeParse(mutation.args);
	if (!args.success) return { refused: 'sync.bad-arguments', mutator };
	if (mutation.expiresAt !== undefined && mutation.expiresAt < receivedAt) return { refused: 'sync.expired', mutator };

	const layer = new Layer(group);
	const context = { tx: layer.rows, actor, at: mutation.at };
	try {
		const result = await mutator.run(context, args.data);
		if (!result.ok) return { refused: result.code, mutator };
		await mutator.onAccept?.(acceptContext(settings, layer, { ...context, receivedAt }, mutation), args.data);
		return { layer, mutator };
	} catch (error) {
		return { refused: 'sync.bug', bugId: settings.reportBug(error, mutation), mutator };
	}
}

function acceptContext(
	{ server }: JudgeSettings,
	layer: Layer,
	context: Pick<AcceptContext, 'tx' | 'actor' | 'at' | 'receivedAt'>,
	mutation: PushedMutation
): AcceptContext {
	return {
		...context,
		former: mutation.former ?? {},
		next: (series) => layer.next(series),
		memory: (name) => layer.remembered(name),
		remember: (name, value) => {
			layer.memory.set(name, value);
			return Promise.resolve();
		},
		digest: (text) => server.digest(text),
		salt: () => server.salt(),
		effect: (request) => {
			if (!mutation.reoffer) layer.effects.push(request);
		}
	};
}
