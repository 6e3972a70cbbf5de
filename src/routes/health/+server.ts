import { json } from '@sveltejs/kit';
import { installation } from '#lib/server/installation.server.ts';

export async function GET(): Promise<Response> {
	const health = await (await installation()).health();
	return json(health, { status: health.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
