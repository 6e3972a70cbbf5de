// All fills of a replica: first every scope's newest page, so that a screen has what it needs; then the rest, one scope after another.
import type { ScopeId } from '../contract/index.ts';
import { isToRefill, type CursorRecord } from './database.ts';
import { beginFill, type FillProgress, type FillSettings } from './fill.ts';
import type { Inbox } from './inbox.ts';
import { PageSize } from './page-size.ts';

export interface FillsSettings extends Omit<FillSettings, 'ended' | 'onFirstPage' | 'onProgress' | 'size'> {
	readonly inbox: Inbox;
	readonly onReceived: () => void;
	readonly onProgress: (progress: FillProgress | undefined) => void;
}

export class Fills {
	readonly #settings: FillsSettings;
	/** Scopes whose fill runs now: each is filled by one at a time. */
	readonly #running = new Set<ScopeId>();
	/** Scopes asked for while their fill of a lost line was still coming to its end. */
	readonly #afterwards = new Set<ScopeId>();
	readonly #size = new PageSize();

	constructor(settings: FillsSettings) {
		this.#settings = settings;
	}

	/** Frames of a scope wait until its first page is there. */
	awaitFirstPages(scopes: readonly ScopeId[], cursors: readonly CursorRecord[]): void {
		const begun = new Set(cursors.filter((cursor) => !isToRefill(cursor)).map(({ scope }) => scope));
		const missing = scopes.filter((scope) => !begun.has(scope));
		for (const scope of missing) this.#settings.inbox.awaited.add(scope);
		// Told before anything has come: an empty replica that is being filled must not look like an empty municipality.
		const [one] = missing;
		if (one !== undefined) this.#settings.onProgress({ scope: one, left: 0 });
	}

	/** Fills `scopes` that are not held yet, and every scope whose fill was interrupted. */
	async fill(scopes: readonly ScopeId[]): Promise<void> {
		const { db, stored, inbox, line, onProgress } = this.#settings;
		const cursors = await stored(() => db.cursors.toArray());
		const unfinished = cursors
			.filter((cursor) => cursor.refill !== undefined || cursor.below > 0)
			.map(({ scope }) => scope);
		const asked = [...new Set([...scopes, ...unfinished])];
		for (const scope of asked) if (this.#running.has(scope)) this.#afterwards.add(scope);
		const wanted = asked.filter((scope) => !this.#running.has(scope));
		const [one] = wanted;
		if (one !== undefined) onProgress({ scope: one, left: 0 });
		for (const scope of wanted) this.#running.add(scope);

		const failures: unknown[] = [];
		const rests = await Promise.all(wanted.map((scope) => attempt(this.#firstPage(scope), failures)));
		for (const [index, scope] of wanted.entries()) {
			await attempt(rests[index]?.(), failures);
			this.#running.delete(scope);
		}
		const again = wanted.filter((scope) => this.#afterwards.delete(scope));
		if (again.length > 0) void line.guarded(() => this.fill(again));
		else if (this.#running.size === 0) onProgress(undefined);
		inbox.take();
		if (failures.length > 0) throw failures[0];
	}

	/** The frame that began a scope may have been lost: the pull names it, and it is filled like any other. */
	fillOthers(others: readonly ScopeId[]): void {
		const { inbox, line } = this.#settings;
		const unknown = others.filter((scope) => !this.#running.has(scope) && !inbox.awaited.has(scope));
		if (unknown.length === 0) return;
		for (const scope of unknown) inbox.awaited.add(scope);
		void line.guarded(() => this.fill(unknown));
	}

	/** Scopes of another life of the server, or left too long: fetched again over what is held. */
	async refill(scopes: readonly ScopeId[]): Promise<void> {
		if (scopes.length === 0) return;
		const { db, stored, inbox, line } = this.#settings;
		await stored(() =>
			db.cursors
				.where('scope')
				.anyOf([...scopes])
				.modify({ refill: 0, below: 0, fresh: [] })
		);
		for (const scope of scopes) inbox.awaited.add(scope);
		void line.guarded(() => this.fill(scopes));
	}

	async #firstPage(scope: ScopeId): Promise<() => Promise<void>> {
		const { line, inbox, onReceived } = this.#settings;
		const { number } = line;
		const isOver = (): boolean => line.isOver(number);
		const rest = await beginFill(
			{ ...this.#settings, size: this.#size, onFirstPage: onReceived, ended: isOver },
			scope
		).finally(() => {
			// Held now, by this fill or an earlier one; or it failed, and the next pull names it again.
			if (!isOver()) inbox.awaited.delete(scope);
		});
		inbox.take();
		return rest;
	}
}

/** A fill that fails does not hold up the other scopes'. */
async function attempt<T>(work: Promise<T> | undefined, failures: unknown[]): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		failures.push(error);
		return undefined;
	}
}
