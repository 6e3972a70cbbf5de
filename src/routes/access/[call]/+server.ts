import { error, json } from '@sveltejs/kit';
import { installation } from '#lib/server/installation.server.ts';
import { TICKET_HEADER } from '#lib/sync/contract/index.ts';
import type { RequestEvent } from './$types';

/** Answers a question about people and devices; a refusal is an answer too, with its code. */
export async function POST({ request, params, getClientAddress }: RequestEvent): Promise<Response> {
	// A form or a plain text of another site can be sent without the browser asking; JSON cannot.
	if (request.headers.get('content-type') !== 'application/json')
		error(415, { message: 'sync.bad-arguments', bugId: '' });
	const { cookie, ...answer } = await (
		await installation()
	).answer({
		name: params.call,
		message: await request.json().catch(() => undefined),
		cookie: request.headers.get('cookie') ?? undefined,
		ticket: request.headers.get(TICKET_HEADER) ?? undefined,
		address: getClientAddress(),
		deviceName: (request.headers.get('x-beredd-device') ?? '').slice(0, 60)
	});
	const headers = { 'cache-control': 'no-store', ...(cookie === undefined ? {} : { 'set-cookie': cookie }) };
	return json(answer, { status: answer.ok ? 200 : 403, headers });
}
