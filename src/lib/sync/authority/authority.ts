// The one judge: takes what devices did, in order, and makes each group of it durable before anyone is answered.
import {
	PUSH_MUTATIONS_MAX,
	type Actor,
	type Faults,
	type Frame,
	type PushedMutation,
	type PushReply,
	type ScopeId,
	type Verdict
} from '../contract/index.ts';
import { framesOf } from './frames.ts';
import { Group } from './group.ts';
import { judgeMutation, type JudgeSettings, type Judgement } from './judge.ts';
import type { Commit, HistoryEntry, Store, StoreTx } from './store.ts';

export interface Sender {
	readonly clientId: string;
	readonly actor: Actor;
}

export interface AuthoritySettings extends JudgeSettings {
	readonly store: Store;
	/** Simulations crash here: `server.commit` inside the transaction, `server.answer` right after it. */
	readonly faults?: Faults;
	readonly now: () => number;
	/** The scopes a person may see; decided here alone. */
	readonly mayRead: (actor: Actor, scope: ScopeId) => boolean;
	/** Called after the verdicts have left, so that the author drops the mutation and gets its rows in one transaction. */
	readonly deliver: (frames: readonly Frame[]) => void;
	/** Called after a commit with what it has accepted: for whoever keeps a log of some of it. */
	readonly accepted?: (entries: readonly HistoryEntry[]) => void;
	/** Logs a commit that failed as a whole; its senders get no answer and send again. */
	readonly commitFailed: (error: unknown) => void;
}

interface WaitingPush {
	readonly sender: Sender;
	readonly mutations: readonly PushedMutation[];
	/** Called with the reply, or with `undefined` when the commit failed: the device sends again. */
	readonly reply: (reply: PushReply | undefined) => void;
}

interface Judged {
	readonly entry: Omit<HistoryEntry, 'verdict'>;
	readonly refused: Pick<Verdict, 'refused' | 'bugId'>;
	readonly judgement: Judgement;
	readonly sender: Sender;
}

/** Mutations taken into one durable transaction; more would make the first of them wait too long. */
const GROUP_MAX = 5 * PUSH_MUTATIONS_MAX;

/** A commit begins after so many turns of the event loop that bring nothing more; a turn takes microseconds, a commit a hundred times that. */
const QUIET_TURNS = 3;

export class Authority {
	readonly #settings: AuthoritySettings;
	readonly #waiting: WaitingPush[] = [];
	/** Counters of the last commit; read again from the store when a commit fails. */
	#versions: Map<ScopeId, number> | undefined;
	readonly #lastSeq = new Map<string, number>();
	#flushing: Promise<void> | undefined;

	constructor(settings: AuthoritySettings) {
		this.#settings = settings;
	}

	/** Judges `mutations` in order; `reply` is called once they are on disk, before their frames are delivered. */
	judge(sender: Sender, mutations: readonly PushedMutation[], reply: WaitingPush['reply']): void {
		this.#waiting.push({ sender, mutations, reply });
		this.#flushing ??= this.#flush();
	}

	/** Resolves when nothing waits any more: for a graceful stop. */
	async idle(): Promise<void> {
		while (this.#flushing) await this.#flushing;
	}

	async #flush(): Promise<void> {
		while (this.#waiting.length > 0) {
			await this.#gather();
			const batch = this.#take();
			try {
				const { replies, frames } = await this.#commit(batch);
				this.#settings.faults?.at('server.answer');
				batch.forEach((push, index) => {
					push.reply(replies[index]);
				});
				if (frames.length > 0) this.#settings.deliver(frames);
			} catch (error) {
				this.#versions = undefined;
				this.#lastSeq.clear();
				this.#settings.commitFailed(error);
				for (const push of batch) push.reply(undefined);
			}
			await nextTurn();
		}
		// In the same turn as the last look at the queue: a push that comes later starts a new flush.
		this.#flushing = undefined;
	}

	/** What arrives in the same turns of the event loop is judged together: a sync to disk costs the same for one and for all. */
	async #gather(): Promise<void> {
		for (let quiet = 0; quiet < QUIET_TURNS && this.#waiting.length < PUSH_MUTATIONS_MAX; quiet += 1) {
			const before = this.#waiting.length;
			await nextTurn();
			if (this.#waiting.length > before) quiet = -1;
		}
	}

	#take(): WaitingPush[] {
		let count = 0;
		let pushes = 0;
		for (const push of this.#waiting) {
			if (pushes > 0 && count + push.mutations.length > GROUP_MAX) break;
			count += push.mutations.length;
			pushes += 1;
		}
		return this.#waiting.splice(0, pushes);
	}

	async #commit(batch: readonly WaitingPush[]): Promise<{ replies: PushReply[]; frames: Frame[] }> {
		const { store } = this.#settings;
		const before = (this.#versions ??= new Map(await store.versions()));
		for (const { sender } of batch) await this.#loadLastSeq(sender.clientId);
		const lastSeq = new Map<string, number>();
		const versions = new Map(before);

		const { replies, commit } = await store.write(async (tx) => {
			const group = new Group(tx);
			const receivedAt = this.#settings.now();
			const judged: Judged[] = [];
			const slots: { verdicts: (Verdict | Judged)[]; expected?: number }[] = [];
			for (const push of batch) slots.push(await this.#judgePush(group, push, { receivedAt, judged, lastSeq }));

			const number = Math.max((await tx.lastCommit()) + 1, receivedAt, store.lifeBegan);
			const numbered = await group.numbered(versions, number);
			const verdictOf = new Map(judged.map((item) => [item, this.#verdict(item, group, versions)]));
			const commit: Commit = {
				...numbered,
				receivedAt,
				number,
				versions: new Map([...versions].filter(([scope, version]) => before.get(scope) !== version)),
				lastSeqByClient: lastSeq,
				history: judged.map((item) => ({ ...item.entry, verdict: found(verdictOf, item) })),
				series: group.series,
				memory: group.memory,
				effects: group.effects
			};
			if (judged.length > 0) await tx.save(commit);
			this.#settings.faults?.at('server.commit');
			const replies = slots.map(({ verdicts, expected }): PushReply => ({
				verdicts: verdicts.map((verdict) => ('entry' in verdict ? found(verdictOf, verdict) : verdict)),
				...(expected === undefined ? {} : { expected })
			}));
			return { replies, commit };
		});

		this.#versions = versions;
		for (const [clientId, seq] of lastSeq) this.#lastSeq.set(clientId, seq);
		this.#settings.accepted?.(commit.history.filter(({ verdict }) => verdict.refused === undefined));
		return { replies, frames: framesOf(commit, before) };
	}

	async #judgePush(
		group: Group,
		{ sender, mutations }: WaitingPush,
		state: { receivedAt: number; judged: Judged[]; lastSeq: Map<string, number> }
	): Promise<{ verdicts: (Verdict | Judged)[]; expected?: number }> {
		const verdicts: (Verdict | Judged)[] = [];
		const { clientId } = sender;
		for (const mutation of mutations) {
			const last = state.lastSeq.get(clientId) ?? this.#lastSeq.get(clientId) ?? 0;
			if (mutation.seq <= last) {
				verdicts.push(await this.#formerVerdict(group.tx, state.judged, clientId, mutation.seq));
				continue;
			}
			// Nothing may be skipped, but what the device itself says is not there any more.
			const followsOn = mutation.seq === last + 1 || mutation.follows === last;
			if (!followsOn) return { verdicts, expected: last + 1 };
			const judgement = await judgeMutation(this.#settings, group, { ...state, mutation, actor: sender.actor });
			const item = record(sender, mutation, { judgement, receivedAt: state.receivedAt });
			if (judgement.layer) group.absorb(judgement.layer);
			state.judged.push(item);
			state.lastSeq.set(clientId, mutation.seq);
			verdicts.push(item);
		}
		return { verdicts };
	}

	#verdict(
		{ entry, refused, judgement, sender }: Judged,
		group: Group,
		versions: ReadonlyMap<ScopeId, number>
	): Verdict {
		// A row that a later mutation of this commit has moved is seen where it is now.
		const scopes = new Set([...judgement.scopes, ...group.scopesNow(judgement.layer)]);
		// A row that came and went within one commit leaves its scope as it was, or unborn: there is nothing to wait for.
		const visible = [...scopes].flatMap((scope): [ScopeId, number][] => {
			const version = versions.get(scope);
			return version && this.#settings.mayRead(sender.actor, scope) ? [[scope, version]] : [];
		});
		return { seq: entry.seq, ...refused, versions: Object.fromEntries(visible) };
	}

	async #formerVerdict(
		tx: StoreTx,
		judged: readonly Judged[],
		clientId: string,
		seq: number
	): Promise<Verdict | Judged> {
		const same = judged.find((item) => item.entry.clientId === clientId && item.entry.seq === seq);
		const verdict = same ?? (await tx.verdict(clientId, seq));
		// A number below the last one without a verdict was skipped by a re-offer: the device has nothing to learn from it.
		return verdict ?? { seq, refused: 'sync.unknown-mutation', versions: {} };
	}

	async #loadLastSeq(clientId: string): Promise<void> {
		if (this.#lastSeq.has(clientId)) return;
		const device = await this.#settings.store.device(clientId);
		this.#lastSeq.set(clientId, device?.lastSeq ?? 0);
	}
}

function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}

function record(
	sender: Sender,
	{ seq, name, at }: PushedMutation,
	{ judgement, receivedAt }: { judgement: Judgement; receivedAt: number }
): Judged {
	const { args, rowsAfter, refused, bugId } = judgement;
	const { clientId, actor } = sender;
	return {
		sender,
		judgement,
		refused: { ...(refused === undefined ? {} : { refused }), ...(bugId === undefined ? {} : { bugId }) },
		entry: { clientId, seq, personId: actor.personId, name, args, at, receivedAt, rowsAfter }
	};
}

function found<K, V>(map: ReadonlyMap<K, V>, key: K): V {
	const value = map.get(key);
	if (value === undefined) throw new Error('A judged mutation has no verdict');
	return value;
}
