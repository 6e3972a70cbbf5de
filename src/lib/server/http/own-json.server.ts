// The one way for a door to take a message that changes something: JSON, from a page of this server's own.
import { error } from '@sveltejs/kit';

/**
 * The message of `request`; undefined when it is no JSON after all.
 *
 * Errors:  415 unless it says that it is JSON – a form or a plain text of another site can be sent without the browser asking,
 *          JSON cannot – and 403 when it comes from a page of another site. Without an Origin it comes from no page.
 */
export async function ownJson(request: Request): Promise<unknown> {
	const [kind = ''] = (request.headers.get('content-type') ?? '').split(';');
	if (kind.trim().toLowerCase() !== 'application/json') error(415, { message: 'sync.bad-arguments', bugId: '' });
	const origin = request.headers.get('origin');
	if (origin !== null && URL.parse(origin)?.host !== request.headers.get('host')) {
		error(403, { message: 'sync.bad-arguments', bugId: '' });
	}
	return request.json().catch(() => undefined);
}
