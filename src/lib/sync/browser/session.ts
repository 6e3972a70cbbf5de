// The leading tab's talk with the server: greets, sends what waits, takes what comes.
import {
	Enrolled,
	Frame,
	HelloReply,
	PROTOCOL,
	PullReply,
	PushReply,
	Scopes,
	type PushedMutation,
	type ScopeId,
	type Verdict,
	type Welcome
} from '../contract/index.ts';
import type { Channel, Timers } from './channel.ts';
import { isToRefill, type CursorRecord } from './database.ts';
import { fillScope, type FillProgress } from './fill.ts';
import { takeFrames } from './incoming.ts';
import { noteCommands, pushesAfter } from './outbox.ts';
import { purgeScopes, shrinkage } from './purge.ts';
import type { ReceiveSettings } from './receive.ts';
import { forgetAcknowledged, travelBack } from './time-travel.ts';

export type Contact = 'connecting' | 'online' | 'no-contact' | 'upgrade-needed';

export interface SessionSettings extends ReceiveSettings {
	readonly channel: Channel;
	readonly timers: Timers;
	readonly build: string;
	readonly clientId: string;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
	readonly onContact: (contact: Contact) => void;
	/** Server time minus this device's time, in ms. */
	readonly onClock: (offset: number) => void;
	readonly onReceived: () => void;
	readonly onProgress: (progress: FillProgress | undefined) => void;
	/** A bug or a broken answer: logged once by the caller. */
	readonly onProblem: (error: unknown) => void;
}

/** A pull runs this often even when all seems well: pokes and frames are hints that may be lost. */
const PULL_EVERY_MS = 30_000;
/** Slices of one commit arrive together; what still lacks one after this is asked for. */
const HELD_MS = 250;
/** A push without an answer is sent again after this, doubled each time up to the longest. */
const RETRY_MS = 500;
const RETRY_LONGEST_MS = 15_000;
/** Pushes under way at once: a long outbox does not wait for each answer. */
const PUSHES_AHEAD = 4;

export class Session {
	readonly #settings: SessionSettings;
	#welcome: Welcome | undefined;
	#closed = false;
	/** Raised at each connect and disconnect: work of an earlier line knows that it is over. */
	#line = 0;
	#frames: Frame[] = [];
	readonly #verdicts = new Map<number, Verdict>();
	/** Scopes whose first page has not come yet: their frames wait. */
	readonly #filling = new Set<ScopeId>();
	/** Scopes whose fill runs now: each is filled by one at a time. */
	readonly #fills = new Set<ScopeId>();
	#sentTo = 0;
	#pumping = false;
	#pumpAgain = false;
	#taking: Promise<void> | undefined;
	#retry = RETRY_MS;
	readonly #cancels = new Map<string, () => void>();

	constructor(settings: SessionSettings) {
		this.#settings = settings;
		const { channel } = settings;
		channel.on('connect', () => void this.#greet());
		channel.on('disconnect', () => {
			this.#lost();
		});
		channel.on('frame', (message) => {
			this.#heard(Frame.safeParse(message), (frame) => this.#frames.push(frame));
			this.#take();
		});
		channel.on('poke', () => void this.#pull());
		channel.on('scopes', (message) => {
			this.#heard(Scopes.safeParse(message), ({ scopes, revoked }) => {
				void this.#guarded(() => this.#seeScopes(scopes, revoked));
			});
		});
	}

	start(): void {
		this.#settings.onContact('connecting');
		this.#settings.channel.open();
	}

	stop(): void {
		this.#closed = true;
		this.#lost();
		this.#settings.channel.close();
	}

	/** Something new waits in the outbox. */
	wake(fresh?: PushedMutation): void {
		if (!this.#welcome) return;
		// Straight from memory when nothing else waits; else in order from the outbox.
		if (fresh && !this.#pumping && fresh.seq === this.#sentTo + 1 && fresh.expiresAt === undefined) {
			this.#sentTo = fresh.seq;
			void this.#push([fresh], this.#line);
		} else void this.#pump();
	}

	/** Asks the server whether the line still lives: after sleep, or when the page is shown again. */
	async verify(): Promise<void> {
		if (!this.#welcome) {
			this.#settings.channel.reopen();
			return;
		}
		const line = this.#line;
		const alive = await this.#pull();
		if (!alive && line === this.#line) this.#settings.channel.reopen();
	}

	/** Resolves when everything received so far has been applied (for tests and shutdown). */
	async settled(): Promise<void> {
		while (this.#taking) await this.#taking;
	}

	async #greet(): Promise<void> {
		const line = ++this.#line;
		const { db, channel, build, clientId, now } = this.#settings;
		await this.#guarded(async () => {
			const epoch = (await db.meta.get('epoch'))?.value;
			const judged = await db.acknowledged.orderBy('seq').last();
			const hello = {
				protocol: PROTOCOL,
				build,
				clientId,
				epoch: typeof epoch === 'string' ? epoch : null,
				lastSeq: judged?.seq ?? 0
			};
			const reply = HelloReply.parse(await channel.request('hello', hello));
			if (line !== this.#line || this.#closed) return;
			if (reply.kind === 'upgrade-needed') this.#settings.onContact('upgrade-needed');
			else if (reply.kind === 'unknown-device') await this.#enrolAgain();
			else await this.#begin(reply, { known: hello.epoch, judged: hello.lastSeq, at: now() });
		});
	}

	async #enrolAgain(): Promise<void> {
		const { channel, clientId, actor } = this.#settings;
		Enrolled.parse(await channel.request('enrol', { clientId, ...actor }));
		await this.#greet();
	}

	async #begin(welcome: Welcome, before: { known: string | null; judged: number; at: number }): Promise<void> {
		const { db, stored, onClock, onContact } = this.#settings;
		onClock(welcome.serverTime - before.at);
		if (before.known === null) await stored(() => db.meta.put({ key: 'epoch', value: welcome.epoch }));
		else if (before.known !== welcome.epoch || welcome.lastSeq < before.judged) {
			this.#verdicts.clear();
			this.#frames = [];
			await stored(() => travelBack(this.#settings, welcome));
		}
		await stored(() => forgetAcknowledged(db, before.at));
		this.#welcome = welcome;
		this.#sentTo = 0;
		this.#retry = RETRY_MS;
		onContact('online');
		this.#later('pull', PULL_EVERY_MS, () => void this.#pull());
		void this.#guarded(() => this.#seeScopes(welcome.scopes, welcome.revoked));
		await this.#pump();
	}

	/** What this person may see now: new scopes are filled, lost ones purged. */
	async #seeScopes(scopes: readonly ScopeId[], revoked: readonly ScopeId[]): Promise<void> {
		const { db, stored } = this.#settings;
		const cursors = await stored(() => db.cursors.toArray());
		const lost = shrinkage(
			cursors.map(({ scope }) => scope),
			{ scopes, revoked }
		);
		if (lost.purge.length > 0) await stored(() => purgeScopes(this.#settings, lost.purge));
		if (lost.doubtful.length > 0) await this.#confirmLoss(lost.doubtful);

		this.#awaitFirstPages(scopes, cursors);
		await this.#pull();
		void this.#guarded(() => this.#fillAll(scopes));
	}

	/** Frames of a scope wait until its first page is there. */
	#awaitFirstPages(scopes: readonly ScopeId[], cursors: readonly CursorRecord[]): void {
		const begun = new Set(cursors.filter((cursor) => !isToRefill(cursor)).map(({ scope }) => scope));
		for (const scope of scopes) if (!begun.has(scope)) this.#filling.add(scope);
	}

	/** One answer that takes away more than half may be the server's mistake: it is asked again before anything goes. */
	async #confirmLoss(doubtful: readonly ScopeId[]): Promise<void> {
		const { db, channel, build, clientId, stored } = this.#settings;
		const epoch = this.#welcome?.epoch ?? null;
		const reply = HelloReply.parse(
			await channel.request('hello', { protocol: PROTOCOL, build, clientId, epoch, lastSeq: 0 })
		);
		if (reply.kind !== 'welcome') return;
		const stillLost = doubtful.filter((scope) => !reply.scopes.includes(scope));
		if (stillLost.length > 0) await stored(() => purgeScopes({ ...this.#settings, db }, stillLost));
	}

	/** Fills `scopes` that are not held yet, and every scope whose fill was interrupted. */
	async #fillAll(scopes: readonly ScopeId[]): Promise<void> {
		const line = this.#line;
		const { db, stored } = this.#settings;
		const settings = {
			...this.#settings,
			onFirstPage: (scope: ScopeId) => {
				this.#filling.delete(scope);
				this.#settings.onReceived();
				this.#take();
			},
			ended: () => line !== this.#line || this.#closed
		};
		const cursors = await stored(() => db.cursors.toArray());
		const unfinished = cursors
			.filter((cursor) => cursor.refill !== undefined || cursor.below > 0)
			.map(({ scope }) => scope);
		const wanted = [...new Set([...scopes, ...unfinished])].filter((scope) => !this.#fills.has(scope));
		const [one] = wanted;
		if (one !== undefined) this.#settings.onProgress({ scope: one, left: 0 });
		// First pages side by side, so that the plan and the newest entries are there first; writes queue up in IndexedDB.
		const results = await Promise.allSettled(
			wanted.map(async (scope) => {
				this.#fills.add(scope);
				try {
					await fillScope(settings, scope);
				} finally {
					this.#fills.delete(scope);
					// A fill that failed is named again by the next pull.
					this.#filling.delete(scope);
				}
			})
		);
		if (this.#fills.size === 0) this.#settings.onProgress(undefined);
		this.#take();
		const failed = results.find((result) => result.status === 'rejected');
		if (failed) throw failed.reason;
	}

	/** Sends what waits, in order, some pushes ahead of their answers. */
	async #pump(): Promise<void> {
		if (this.#pumping) {
			this.#pumpAgain = true;
			return;
		}
		this.#pumping = true;
		const line = this.#line;
		const { db, records, registry, stored } = this.#settings;
		await this.#guarded(async () => {
			do {
				this.#pumpAgain = false;
				const pushes = await stored(() => pushesAfter(db, records, this.#sentTo));
				const epoch = this.#welcome?.epoch ?? '';
				await stored(() => noteCommands(db, registry, { pushes, epoch }));
				for (let ahead = 0; ahead < pushes.length && line === this.#line; ahead += PUSHES_AHEAD) {
					const sending = pushes.slice(ahead, ahead + PUSHES_AHEAD);
					this.#sentTo = sending.at(-1)?.at(-1)?.seq ?? this.#sentTo;
					await Promise.all(sending.map((mutations) => this.#push(mutations, line)));
				}
			} while (this.#isWokenAgain() && line === this.#line);
		});
		this.#pumping = false;
		if (this.#isWokenAgain() && this.#welcome) void this.#pump();
	}

	#isWokenAgain(): boolean {
		return this.#pumpAgain;
	}

	async #push(mutations: readonly PushedMutation[], line: number): Promise<void> {
		try {
			const reply = PushReply.parse(await this.#settings.channel.request('push', { mutations }));
			if (line !== this.#line) return;
			for (const verdict of reply.verdicts) this.#verdicts.set(verdict.seq, verdict);
			this.#retry = RETRY_MS;
			if (reply.expected !== undefined) this.#sendAgainFrom(reply.expected);
			this.#take();
			// The frames of accepted mutations are right behind; if one gets lost, a pull brings them.
			this.#later('verdict', HELD_MS * 4, () => {
				if (this.#verdicts.size > 0) void this.#pull();
			});
		} catch (error) {
			if (line !== this.#line) return;
			const [first] = mutations;
			if (first) this.#sendAgainFrom(first.seq);
			if (!isSilence(error)) this.#settings.onProblem(error);
		}
	}

	#sendAgainFrom(seq: number): void {
		this.#sentTo = Math.min(this.#sentTo, seq - 1);
		this.#later('retry', this.#retry, () => void this.#pump());
		this.#retry = Math.min(this.#retry * 2, RETRY_LONGEST_MS);
	}

	/** True when the server answered. */
	async #pull(): Promise<boolean> {
		if (!this.#welcome) return false;
		const { db, channel, stored } = this.#settings;
		this.#later('pull', PULL_EVERY_MS, () => void this.#pull());
		let answered = false;
		await this.#guarded(async () => {
			let more = true;
			while (more && this.#welcome) {
				await this.settled();
				const cursors = await stored(() => db.cursors.toArray());
				const held = cursors.filter((cursor) => !this.#filling.has(cursor.scope) && !isToRefill(cursor));
				const message = { cursors: Object.fromEntries(held.map(({ scope, top }) => [scope, top])) };
				const reply = PullReply.parse(await channel.request('pull', message));
				answered = true;
				this.#frames.push(...reply.frames);
				this.#take();
				await this.settled();
				more = reply.more;
				if (reply.refill.length > 0) await this.#refill(reply.refill);
				this.#fillOthers(reply.others);
			}
			this.#settings.onReceived();
		});
		return answered;
	}

	/** The frame that began a scope may have been lost: the pull names it, and it is filled like any other. */
	#fillOthers(others: readonly ScopeId[]): void {
		const unknown = others.filter((scope) => !this.#fills.has(scope));
		if (unknown.length === 0) return;
		for (const scope of unknown) this.#filling.add(scope);
		void this.#guarded(() => this.#fillAll(unknown));
	}

	async #refill(scopes: readonly ScopeId[]): Promise<void> {
		const { db, stored } = this.#settings;
		await stored(() =>
			db.cursors
				.where('scope')
				.anyOf([...scopes])
				.modify({ refill: 0, below: 0, fresh: [] })
		);
		for (const scope of scopes) this.#filling.add(scope);
		void this.#guarded(() => this.#fillAll(scopes));
	}

	/** Applies what has come, everything that waits in one transaction; one at a time. */
	#take(): void {
		if (this.#frames.length === 0 && this.#verdicts.size === 0) return;
		if (this.#taking) return;
		this.#taking = this.#guarded(() => this.#takeAll()).then(() => {
			this.#taking = undefined;
		});
	}

	async #takeAll(): Promise<void> {
		let again = true;
		while (again) {
			const frames = this.#frames;
			const verdicts = new Map(this.#verdicts);
			this.#frames = [];
			const taken = await this.#settings
				.stored(() => takeFrames(this.#settings, { frames, verdicts, filling: this.#filling }))
				.catch((error: unknown) => {
					this.#frames = [...frames, ...this.#frames];
					throw error;
				});
			for (const seq of taken.left) this.#verdicts.delete(seq);
			again = this.#frames.length > 0 || [...this.#verdicts.keys()].some((seq) => !verdicts.has(seq));
			this.#frames = [...taken.held, ...this.#frames];
			if (frames.length > 0) this.#settings.onReceived();
			if (taken.gap) this.#later('gap', 0, () => void this.#pull());
			else if (taken.held.length > 0) this.#later('held', HELD_MS, () => void this.#fetchHeld());
		}
	}

	async #fetchHeld(): Promise<void> {
		this.#frames = this.#frames.filter(({ scope }) => this.#filling.has(scope));
		await this.#pull();
	}

	#heard<T>(
		parsed: { success: true; data: T } | { success: false; error: unknown },
		take: (message: T) => unknown
	): void {
		if (parsed.success) take(parsed.data);
		else this.#settings.onProblem(parsed.error);
	}

	#lost(): void {
		this.#line += 1;
		this.#welcome = undefined;
		this.#frames = [];
		this.#verdicts.clear();
		this.#filling.clear();
		for (const cancel of this.#cancels.values()) cancel();
		this.#cancels.clear();
		this.#settings.onProgress(undefined);
		if (!this.#closed) this.#settings.onContact('no-contact');
	}

	/** One timer per purpose; a later one replaces it. */
	#later(purpose: string, ms: number, work: () => void): void {
		if (this.#closed) return;
		this.#cancels.get(purpose)?.();
		this.#cancels.set(purpose, this.#settings.timers.after(ms, work));
	}

	/** Silence of the server is ordinary: the line is checked and tried again. Anything else is told. */
	async #guarded(work: () => Promise<void>): Promise<void> {
		const line = this.#line;
		try {
			await work();
		} catch (error) {
			if (this.#closed || line !== this.#line) return;
			if (!isSilence(error)) this.#settings.onProblem(error);
			this.#later('again', this.#retry, () => {
				if (!this.#welcome) void this.#greet();
				else {
					void this.#guarded(() => this.#fillAll([]));
					void this.#pull();
					void this.#pump();
				}
			});
			this.#retry = Math.min(this.#retry * 2, RETRY_LONGEST_MS);
		}
	}
}

/** The server did not answer in time, or the line broke. */
export class Silence extends Error {
	override readonly name = 'Silence';
}

function isSilence(error: unknown): boolean {
	return error instanceof Silence;
}
