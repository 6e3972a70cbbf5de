import { installation } from '#lib/server/installation.server.ts';
import { wayOn } from '#lib/server/http/way-on.server.ts';

/** Out to the municipality's own log-in. */
export async function GET({ request }: { request: Request }): Promise<Response> {
	return wayOn(await (await installation()).ssoBegin(request.headers.get('cookie') ?? undefined));
}
