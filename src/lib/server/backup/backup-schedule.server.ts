// Copies that nobody has to remember: sealed, every few hours, the newest kept.
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE_MS } from '#lib/kernel/index.ts';
import type { BackupPlan, Places } from '../environment.server.ts';
import type { Trouble } from '../trouble.server.ts';
import { SEALED_ENDING, takeBackup } from './take-backup.server.ts';

export interface LastBackup {
	/** When it was made or failed, ISO 8601. */
	readonly at: string;
	readonly ok: boolean;
	/** Why it failed: a sentence for whoever runs the server. */
	readonly problem?: string;
}

const HOUR_MS = 60 * MINUTE_MS;
const KEPT = 14;
/** After a failure: a share that was away is often back. */
const AGAIN_AFTER_MS = 30 * MINUTE_MS;
/** Only what the schedule itself has named is ever removed. */
const NAMED = /^beredd-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)Z\.beredd-backup$/;

export interface ScheduleSettings {
	readonly places: Places;
	readonly plan: BackupPlan;
	readonly trouble: Trouble;
	readonly now: () => number;
	/** Logs what went wrong. */
	readonly failed: (error: unknown) => void;
}

export class BackupSchedule {
	readonly #settings: ScheduleSettings;
	#last: LastBackup | undefined;
	#timer: NodeJS.Timeout | undefined;
	#taking: Promise<void> | undefined;
	#ended = false;

	constructor(settings: ScheduleSettings) {
		this.#settings = settings;
	}

	/** The last one, also of a former life of the server; undefined before the first. */
	get last(): LastBackup | undefined {
		return this.#last;
	}

	/** Takes one now when the newest is older than the plan allows, and goes on from there. */
	start(): void {
		const { plan, now } = this.#settings;
		const newest = this.#newest();
		if (newest !== undefined) this.#last = { at: new Date(newest).toISOString(), ok: true };
		const due = newest === undefined ? 0 : newest + plan.everyHours * HOUR_MS - now();
		// A clock that was set back must not put the next one off beyond the plan.
		this.#wait(Math.min(Math.max(due, 0), plan.everyHours * HOUR_MS));
	}

	/** Takes one and removes those beyond the newest fourteen. A failure is kept in `last` and told as trouble; it throws nothing. */
	take(): Promise<void> {
		this.#taking ??= this.#takeOne().finally(() => (this.#taking = undefined));
		return this.#taking;
	}

	/** Resolves when nothing is being written any more. */
	async end(): Promise<void> {
		this.#ended = true;
		clearTimeout(this.#timer);
		await this.#taking;
	}

	async #takeOne(): Promise<void> {
		const { places, plan, trouble, now, failed } = this.#settings;
		const at = new Date(now()).toISOString();
		try {
			mkdirSync(plan.folder, { recursive: true });
			const name = `beredd-${at.slice(0, 19).replaceAll(':', '-')}Z${SEALED_ENDING}`;
			await takeBackup(places, join(plan.folder, name), plan.key);
			// After a clock was set back the newest has an older name than the others: it is kept whatever it is called.
			const others = this.#names().filter((other) => other !== name);
			for (const old of others.slice(0, 1 - KEPT)) rmSync(join(plan.folder, old));
			this.#last = { at, ok: true };
		} catch (error) {
			failed(error);
			this.#last = { at, ok: false, problem: error instanceof Error ? error.message : String(error) };
		}
		trouble.set('server.backup-failed', !this.#last.ok);
		this.#wait(this.#last.ok ? plan.everyHours * HOUR_MS : Math.min(AGAIN_AFTER_MS, plan.everyHours * HOUR_MS));
	}

	#wait(ms: number): void {
		if (this.#ended) return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.take(), ms);
	}

	/** Oldest first: the names sort as their times do. */
	#names(): string[] {
		return readdirSync(this.#settings.plan.folder)
			.filter((name) => NAMED.test(name))
			.toSorted();
	}

	#newest(): number | undefined {
		try {
			const written = NAMED.exec(this.#names().at(-1) ?? '')?.[1];
			if (written === undefined) return undefined;
			const [day, time = ''] = written.split('T');
			return Date.parse(`${day ?? ''}T${time.replaceAll('-', ':')}Z`);
		} catch {
			return undefined; // The folder is not there yet; taking one makes it, or says why not.
		}
	}
}
