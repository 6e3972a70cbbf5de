import { json } from '@sveltejs/kit';
import { ownJson } from '#lib/server/http/own-json.server.ts';
import { installation } from '#lib/server/installation.server.ts';

/** Chooses one of the three doors. Answers 409 with the refusal's code when it has been chosen already. */
export async function POST({ request }: { request: Request }): Promise<Response> {
	const message = await ownJson(request);
	const result = await (await installation()).begin(message);
	return json(result, { status: result.ok ? 200 : 409 });
}
