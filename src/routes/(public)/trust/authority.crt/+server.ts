import { error } from '@sveltejs/kit';
import { readPlaces } from '#lib/server/environment.server.ts';
import { readAuthority } from '#lib/server/http/authority-file.server.ts';
import { authorityAnswer } from '#lib/server/http/trust-page.server.ts';

/** The authority's certificate, 404 where none was made. */
export function GET(): Response {
	const authority = readAuthority(readPlaces(process.env).data);
	if (!authority) error(404, { message: 'sync.not-here', bugId: '' });
	return authorityAnswer(new Uint8Array(authority));
}
