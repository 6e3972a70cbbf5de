// One mutation judged: the mutator's own answer, or a refusal where it cannot even be asked.
import {
	runMutator,
	type AcceptContext,
	type Actor,
	type PushedMutation,
	type Registry,
	type ScopeId
} from '../contract/index.ts';
import { Layer, scopesOf, StoreFailed, type Group, type ServerPart } from './group.ts';
import { CHANGED, keptArguments, keptRows } from './history.ts';

export interface Judgement {
	/** Undefined when accepted. */
	readonly refused?: string;
	readonly bugId?: string;
	/** Undefined when refused. */
	readonly layer?: Layer;
	/** Where the effect can be seen. */
	readonly scopes: ReadonlySet<ScopeId>;
	/** What history keeps of the arguments and of the rows afterwards, as JSON. */
	readonly args: string;
	readonly rowsAfter: string;
}

export interface JudgeSettings {
	readonly registry: Registry;
	readonly server: ServerPart;
	/** Logs a bug once and returns the id that the person sees. */
	readonly reportBug: (error: unknown, mutation: { name: string }) => string;
}

interface Asked {
	readonly mutation: PushedMutation;
	readonly actor: Actor;
	readonly receivedAt: number;
}

/**
 * Runs a mutation in a layer of its own over `group`; the caller absorbs the layer when it is accepted.
 *
 * Errors:  a mutator that throws is refused as `sync.bug` with the id of its log line; throws only when the store has
 *          failed, since no verdict can be given then.
 */
export async function judgeMutation(settings: JudgeSettings, group: Group, asked: Asked): Promise<Judgement> {
	const { mutation, receivedAt } = asked;
	const mutator = settings.registry.mutator(mutation.name);
	// What is not understood might hold anything, personal data too: history keeps nothing of it.
	if (!mutator) return refusal('sync.unknown-mutation', CHANGED);
	const parsed = mutator.args.safeParse(mutation.args);
	if (!parsed.success) return refusal('sync.bad-arguments', CHANGED);
	const args = keptArguments(mutator, parsed.data);
	// What is offered again was in time when it was acknowledged.
	const expires = mutation.reoffer ? undefined : mutation.expiresAt;
	if (expires !== undefined && expires < receivedAt) return refusal('sync.expired', args);

	const layer = new Layer(group);
	const context = acceptContext(settings, layer, asked);
	try {
		const { tx, actor, at } = context;
		const result = await runMutator(settings.registry, mutator, { tx, actor, at, judgedAt: receivedAt }, parsed.data);
		if (!result.ok) return refusal(result.code, args);
		await mutator.onAccept?.(context, parsed.data);
		const writes = [...layer.rows.writes.values()];
		return { layer, scopes: await scopesOf(writes, group.rows), args, rowsAfter: keptRows(writes) };
	} catch (error) {
		if (error instanceof StoreFailed) throw error;
		return { ...refusal('sync.bug', args), bugId: settings.reportBug(error, mutation) };
	}
}

function refusal(refused: string, args: string): Judgement {
	return { refused, scopes: new Set(), args, rowsAfter: keptRows([]) };
}

function acceptContext({ server }: JudgeSettings, layer: Layer, { mutation, actor, receivedAt }: Asked): AcceptContext {
	return {
		tx: layer.rows,
		actor,
		at: mutation.at,
		receivedAt,
		former: mutation.reoffer ? (mutation.former ?? {}) : {},
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
