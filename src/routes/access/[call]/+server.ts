import { json } from '@sveltejs/kit';
import { ownJson } from '#lib/server/http/own-json.server.ts';
import { installation } from '#lib/server/installation.server.ts';
import { TICKET_HEADER } from '#lib/sync/contract/index.ts';
import type { RequestEvent } from './$types';

/** Answers a question about people and devices; a refusal is an answer too, with its code. */
export async function POST({ request, params, getClientAddress }: RequestEvent): Promise<Response> {
	const { cookie, ...answer } = await (
		await installation()
	).answer({
		name: params.call,
		message: await ownJson(request),
		cookie: request.headers.get('cookie') ?? undefined,
		ticket: request.headers.get(TICKET_HEADER) ?? undefined,
		address: getClientAddress(),
		deviceName: (request.headers.get('x-beredd-device') ?? '').slice(0, 60)
	});
	const headers = { 'cache-control': 'no-store', ...(cookie === undefined ? {} : { 'set-cookie': cookie }) };
	return json(answer, { status: answer.ok ? 200 : 403, headers });
}
