import { error, json } from '@sveltejs/kit';
import { installation } from '#lib/server/installation.server.ts';

/** Chooses one of the three doors. Answers 409 with the refusal's code when it has been chosen already. */
export async function POST({ request }: { request: Request }): Promise<Response> {
	// A form or a plain text of another site can be sent without the browser asking; JSON cannot.
	if (request.headers.get('content-type') !== 'application/json')
		error(415, { message: 'sync.bad-arguments', bugId: '' });
	const message: unknown = await request.json().catch(() => undefined);
	const result = await (await installation()).begin(message);
	return json(result, { status: result.ok ? 200 : 409 });
}
