import { json } from '@sveltejs/kit';
import { isThisMachine } from '#lib/server/http/client-address.server.ts';
import { installation } from '#lib/server/installation.server.ts';

/** How the server is: everything for this machine, and for others whether it is worth trying. */
export async function GET({ getClientAddress }: { getClientAddress: () => string }): Promise<Response> {
	const health = await (await installation()).health();
	const { ready, database, disk } = health;
	const answer = isThisMachine(getClientAddress()) ? health : { ready, database, disk };
	return json(answer, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
