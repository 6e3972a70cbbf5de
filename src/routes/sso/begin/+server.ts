import { installation } from '#lib/server/installation.server.ts';
import type { RequestEvent } from './$types';
import { wayOn } from '#lib/server/http/way-on.server.ts';

/** Out to the municipality's own log-in. */
export async function GET({ request, getClientAddress }: RequestEvent): Promise<Response> {
	const cookie = request.headers.get('cookie') ?? undefined;
	return wayOn(await (await installation()).ssoBegin(cookie, getClientAddress()));
}
