// The first fill of a scope: newest page first, the rest behind it, the next page fetched and opened while the last is written.
import { FillPage, type RowKey, type ScopeId } from '../contract/index.ts';
import type { Channel } from './channel.ts';
import { Silence, type Line } from './line.ts';
import { takePage } from './incoming.ts';
import type { PageSize } from './page-size.ts';
import { preparePage, type PreparedPage } from './read-rows.ts';
import type { ReceiveSettings } from './receive.ts';

/** The first page is what a screen shows. */
const FIRST_PAGE = 100;

export interface FillProgress {
	readonly scope: ScopeId;
	readonly left: number;
}

export interface FillSettings extends ReceiveSettings {
	readonly line: Line;
	/** Runs storage work; reopens a lost database and tries again. */
	readonly stored: <T>(work: () => Promise<T>) => Promise<T>;
	readonly channel: Channel;
	readonly clientId: string;
	/** Learnt from one page to the next, over all scopes and lines. */
	readonly size: PageSize;
	readonly onFirstPage: () => void;
	readonly onProgress: (progress: FillProgress) => void;
	/** True when the session has ended meanwhile: what is held stays, and the fill goes on from there next time. */
	readonly ended: () => boolean;
}

/**
 * Fetches and applies a scope's newest page, where none is held; an interrupted fill has its own already.
 *
 * Shapes:  the returned function brings the rest, from the newest row to the oldest, or from where an earlier fill stopped.
 * Errors:  a lost line or an answer that is no page throws; the caller tries again later.
 */
export async function beginFill(settings: FillSettings, scope: ScopeId): Promise<() => Promise<void>> {
	const cursor = await settings.db.cursors.get(scope);
	const seen = cursor?.refill !== undefined ? new Set<RowKey>() : undefined;
	if (cursor !== undefined && !seen) {
		const { below } = cursor;
		return () => fillRest(settings, { scope, below, seen });
	}
	const page = await fetchPage(settings, { scope, limit: FIRST_PAGE });
	if (settings.ended()) return () => Promise.resolve();
	const taken = await settings.stored(() => takePage(settings, page, { asked: undefined, seen }));
	if (!taken) return () => Promise.resolve();
	settings.onFirstPage();
	settings.onProgress({ scope, left: page.left });
	return () => fillRest(settings, { scope, below: page.below, seen });
}

async function fillRest(
	settings: FillSettings,
	{ scope, below, seen }: { scope: ScopeId; below: number; seen: Set<RowKey> | undefined }
): Promise<void> {
	const { size } = settings;
	const fetchBelow = async (version: number): Promise<PreparedPage> => {
		const asked = settings.now();
		try {
			const page = await fetchPage(settings, { scope, limit: size.rows, below: version });
			size.came(settings.now() - asked);
			return page;
		} catch (error) {
			size.failed();
			throw error;
		}
	};
	let at = below;
	let next = at > 0 && !settings.ended() ? fetchBelow(at) : undefined;
	while (next) {
		const page: PreparedPage = await next;
		if (settings.ended()) return;
		next = page.below > 0 ? fetchBelow(page.below) : undefined;
		// A failed write leaves the fetch behind; its own failure must not go unheard as well.
		next?.catch(() => undefined);
		const asked = at;
		at = page.below;
		const taken = await settings.stored(() => takePage(settings, page, { asked, seen }));
		if (!taken) throw new Silence('The scope is no longer where it was when its page was asked for');
		settings.onProgress({ scope, left: page.left });
	}
}

async function fetchPage(
	settings: FillSettings,
	request: { scope: ScopeId; limit: number; below?: number }
): Promise<PreparedPage> {
	const { channel, clientId, line } = settings;
	return preparePage(settings, FillPage.parse(await line.whileAlive(channel.page({ clientId, ...request }))));
}
