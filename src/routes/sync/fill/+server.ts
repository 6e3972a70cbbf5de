import { error } from '@sveltejs/kit';
import { pageAnswer } from '#lib/server/http/page-answer.server.ts';
import { TICKET_HEADER } from '#lib/sync/contract/index.ts';
import { installation } from '#lib/server/installation.server.ts';

/** A page of a scope's first fill. An unknown device, an unknown scope and one that is not theirs get the same 404. */
export async function POST({ request }: { request: Request }): Promise<Response> {
	const message: unknown = await request.json().catch(() => undefined);
	const by = {
		ticket: request.headers.get(TICKET_HEADER) ?? undefined,
		cookie: request.headers.get('cookie') ?? undefined
	};
	const page = await (await installation()).fillPage(message, by);
	if (!page) error(404, { message: 'sync.not-here', bugId: '' });
	return pageAnswer(page, request.headers.get('accept-encoding'));
}
