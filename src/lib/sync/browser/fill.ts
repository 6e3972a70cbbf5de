// The first fill of a scope: newest page first, the rest behind it, the next page fetched while the last is written.
import { FillPage, type RowKey, type ScopeId } from '../contract/index.ts';
import type { Channel } from './channel.ts';
import { takePage } from './incoming.ts';
import type { ReceiveSettings } from './receive.ts';

/** The first page is what a screen shows; the others are sized so that one write takes a fraction of a second. */
const FIRST_PAGE = 100;
const PAGE = 2_000;

export interface FillProgress {
	readonly scope: ScopeId;
	readonly left: number;
}

export interface FillSettings extends ReceiveSettings {
	readonly channel: Channel;
	readonly clientId: string;
	readonly onFirstPage: (scope: ScopeId) => void;
	readonly onProgress: (progress: FillProgress) => void;
	/** True when the session has ended meanwhile: what is held stays, and the fill goes on from there next time. */
	readonly ended: () => boolean;
}

/**
 * Fills a scope from its newest row to its oldest, or goes on where an earlier fill stopped.
 *
 * Errors:  a lost line or an answer that is no page throws; the caller tries again later.
 */
export async function fillScope(settings: FillSettings, scope: ScopeId): Promise<void> {
	const cursor = await settings.db.cursors.get(scope);
	const seen = cursor?.refill !== undefined ? new Set<RowKey>() : undefined;
	const resumes = cursor !== undefined && cursor.refill === undefined;
	if (resumes && cursor.below === 0) return;

	let first = !resumes;
	let next: Promise<FillPage> | undefined = fetchPage(settings, {
		scope,
		limit: first ? FIRST_PAGE : PAGE,
		...(resumes ? { below: cursor.below } : {})
	});
	while (next) {
		const page: FillPage = await next;
		if (settings.ended()) return;
		next = page.below > 0 ? fetchPage(settings, { scope, limit: PAGE, below: page.below }) : undefined;
		// A failed write leaves the fetch behind; its own failure must not go unheard as well.
		next?.catch(() => undefined);
		await takePage(settings, page, { first, seen });
		if (first) settings.onFirstPage(scope);
		first = false;
		settings.onProgress({ scope, left: page.left });
	}
}

async function fetchPage(
	{ channel, clientId }: FillSettings,
	request: { scope: ScopeId; limit: number; below?: number }
): Promise<FillPage> {
	return FillPage.parse(await channel.page({ clientId, ...request }));
}
