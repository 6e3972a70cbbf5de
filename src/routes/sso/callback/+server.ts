import { installation } from '#lib/server/installation.server.ts';
import { wayOn } from '#lib/server/http/way-on.server.ts';

/** Back from the municipality's own log-in. */
export async function GET({ request, url }: { request: Request; url: URL }): Promise<Response> {
	return wayOn(await (await installation()).ssoFinish(url, request.headers.get('cookie') ?? undefined));
}
