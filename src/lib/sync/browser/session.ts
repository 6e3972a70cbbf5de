// The leading tab's talk with the server: greets, learns what it may see, and keeps up; sending, taking and filling have files of their own.
import {
	Frame,
	Scopes,
	TroubleMessage,
	type Claim,
	type PushedMutation,
	type Right,
	type ScopeId,
	type Welcome
} from '../contract/index.ts';
import type { Channel, Timers } from './channel.ts';
import { Courier } from './courier.ts';
import type { FillProgress } from './fill.ts';
import { Fills } from './fills.ts';
import { Greeting } from './greeting.ts';
import { Inbox } from './inbox.ts';
import { Line } from './line.ts';
import type { Disk, OtherReplica } from './other-replicas.ts';
import type { Place } from './presence.ts';
import { Puller } from './puller.ts';
import { purgeScopes, shrinkage } from './purge.ts';
import type { ReceiveSettings } from './receive.ts';
import { Sender } from './sender.ts';
import { forgetAcknowledged, travelBack } from './time-travel.ts';

export type Contact = 'connecting' | 'online' | 'no-contact' | 'upgrade-needed' | 'signed-out' | 'revoked';

export interface SessionSettings extends ReceiveSettings {
	readonly channel: Channel;
	readonly timers: Timers;
	readonly build: string;
	readonly clientId: string;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
	/** Who speaks on this line; nobody but the device where it is empty. */
	readonly claim: (lineId: string) => Promise<Claim>;
	/** The other replicas of this device, whose letters this line carries; none where it is undefined. */
	readonly others?: () => Promise<readonly OtherReplica[]>;
	/** Where those lie; simulations have disks of their own. */
	readonly disk?: Disk;
	readonly onContact: (contact: Contact) => void;
	readonly onWelcome: (welcome: Welcome) => void;
	/** What is wrong with the server just now, as text keys. */
	readonly onTrouble: (trouble: readonly string[]) => void;
	readonly onRights: (rights: readonly Right[]) => void;
	/** Server time minus what this device took it to be, in ms: what is still wrong with its correction. */
	readonly onClock: (residual: number) => void;
	readonly onReceived: () => void;
	readonly onProgress: (progress: FillProgress | undefined) => void;
	/** Someone is somewhere, unchecked. */
	readonly onPresence: (message: unknown) => void;
	/** A bug or a broken answer: logged once by the caller. */
	readonly onProblem: (error: unknown) => void;
}

export class Session {
	readonly #settings: SessionSettings;
	readonly #greeting: Greeting;
	readonly #line: Line;
	readonly #inbox: Inbox;
	readonly #sender: Sender;
	readonly #fills: Fills;
	readonly #puller: Puller;
	readonly #courier: Courier;

	constructor(settings: SessionSettings) {
		this.#settings = settings;
		const { channel, timers, onProblem } = settings;
		const pull = (): void => void this.#puller.pull();
		this.#line = new Line({
			timers,
			onProblem,
			again: () => {
				this.#again();
			}
		});
		this.#greeting = new Greeting(settings);
		this.#inbox = new Inbox({ ...settings, line: this.#line, pull });
		this.#sender = new Sender({ ...settings, line: this.#line, inbox: this.#inbox });
		this.#fills = new Fills({ ...settings, line: this.#line, inbox: this.#inbox });
		this.#puller = new Puller({ ...settings, line: this.#line, inbox: this.#inbox, fills: this.#fills });
		this.#courier = new Courier({ ...settings, others: settings.others ?? (() => Promise.resolve([])) });
		channel.on('connect', () => void this.#greet());
		channel.on('disconnect', () => {
			this.#lost();
		});
		channel.on('frame', (message) => {
			this.#heard(Frame.safeParse(message), (frame) => {
				this.#inbox.hear([frame]);
			});
		});
		channel.on('poke', pull);
		channel.on('presence', settings.onPresence);
		channel.on('trouble', (message) => {
			this.#heard(TroubleMessage.safeParse(message), ({ trouble }) => {
				settings.onTrouble(trouble);
			});
		});
		channel.on('scopes', (message) => {
			this.#heard(Scopes.safeParse(message), ({ scopes, revoked, rights }) => {
				if (rights) settings.onRights(rights);
				void this.#line.guarded(() => this.#seeScopes(scopes, revoked));
			});
		});
	}

	start(): void {
		this.#settings.onContact('connecting');
		this.#settings.channel.open();
	}

	stop(): void {
		this.#line.close();
		this.#lost();
		this.#settings.channel.close();
	}

	/** Something new waits in the outbox. */
	wake(fresh?: PushedMutation): void {
		if (this.#line.welcome) this.#sender.wake(fresh);
	}

	/** Says where this person is, while there is contact. */
	say(place: Place): void {
		if (this.#line.welcome) this.#settings.channel.hint('presence', place);
	}

	/** Asks the server whether the line still lives: after sleep, or when the page is shown again. */
	async verify(): Promise<void> {
		if (!this.#line.welcome) {
			this.#settings.channel.reopen();
			return;
		}
		const { number } = this.#line;
		const alive = await this.#puller.pull();
		if (!alive && number === this.#line.number) this.#settings.channel.reopen();
	}

	/** Resolves when everything received so far has been applied (for tests and shutdown). */
	settled(): Promise<void> {
		return this.#inbox.settled();
	}

	async #greet(): Promise<void> {
		const number = this.#line.renew();
		const { db, now, onContact } = this.#settings;
		await this.#line.guarded(async () => {
			const epoch = (await db.meta.get('epoch'))?.value;
			const judged = (await db.acknowledged.orderBy('seq').last())?.seq ?? 0;
			const known = typeof epoch === 'string' ? epoch : null;
			const reply = await this.#greeting.hello({ epoch: known, lastSeq: judged });
			if (this.#line.isOver(number)) return;
			if (reply.kind === 'upgrade-needed') onContact('upgrade-needed');
			else if (reply.kind === 'signed-out') this.#turnedAway(reply.why);
			else if (reply.kind === 'unknown-device') {
				const refused = await this.#greeting.enrol();
				if (refused) this.#turnedAway(refused);
				else await this.#greet();
			} else await this.#begin(reply, { known, judged, at: now() });
		});
	}

	/** The server knows nobody by the claim any more. */
	#turnedAway(why: 'ended' | 'revoked'): void {
		this.#settings.onContact(why === 'revoked' ? 'revoked' : 'signed-out');
	}

	async #begin(welcome: Welcome, before: { known: string | null; judged: number; at: number }): Promise<void> {
		const { db, channel, stored, onClock, onContact, onWelcome } = this.#settings;
		channel.carry(welcome.ticket);
		this.#courier.tryAll();
		onWelcome(welcome);
		onClock(welcome.serverTime - before.at);
		if (before.known === null) await stored(() => db.meta.put({ key: 'epoch', value: welcome.epoch }));
		else if (before.known !== welcome.epoch || welcome.lastSeq < before.judged) {
			this.#inbox.forget();
			await stored(() => travelBack(this.#settings, welcome));
		}
		await stored(() => forgetAcknowledged(db, before.at));
		this.#line.welcome = welcome;
		this.#line.steady();
		onContact('online');
		this.#puller.later();
		void this.#line.guarded(() => this.#seeScopes(welcome.scopes, welcome.revoked));
		await this.#sender.startOver();
		void this.#carry();
	}

	/** Whatever others of this device have written goes out after one's own. */
	async #carry(): Promise<void> {
		const { number, welcome } = this.#line;
		if (!welcome) return;
		const route = { epoch: welcome.epoch, isOver: () => this.#line.isOver(number) };
		await this.#line.guarded(() => this.#courier.deliverAll(route));
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

		// A former build could not read all of these: they are fetched again, over what is held.
		const unread = cursors.filter(({ unreadBy = this.#settings.build }) => unreadBy !== this.#settings.build);
		await this.#fills.refill(unread.map(({ scope }) => scope));
		this.#fills.awaitFirstPages(scopes, cursors);
		await this.#puller.pull();
		void this.#line.guarded(() => this.#fills.fill(scopes));
	}

	/** One answer that takes away more than half may be the server's mistake: it is asked again before anything goes. */
	async #confirmLoss(doubtful: readonly ScopeId[]): Promise<void> {
		const epoch = this.#line.welcome?.epoch ?? null;
		const reply = await this.#greeting.hello({ epoch, lastSeq: 0 });
		if (reply.kind !== 'welcome') return;
		const stillLost = doubtful.filter((scope) => !reply.scopes.includes(scope));
		if (stillLost.length > 0) await this.#settings.stored(() => purgeScopes(this.#settings, stillLost));
	}

	#again(): void {
		if (!this.#line.welcome) {
			void this.#greet();
			return;
		}
		void this.#line.guarded(() => this.#fills.fill([]));
		void this.#puller.pull();
		void this.#sender.pump();
		void this.#carry();
	}

	#heard<T>(parsed: { success: true; data: T } | { success: false; error: unknown }, take: (message: T) => void): void {
		if (parsed.success) take(parsed.data);
		else this.#settings.onProblem(parsed.error);
	}

	#lost(): void {
		this.#line.lose();
		this.#inbox.lost();
		this.#settings.onProgress(undefined);
		if (!this.#line.closed) this.#settings.onContact('no-contact');
	}
}
