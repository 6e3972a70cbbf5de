import { readEnvironment } from '#lib/server/environment.server.ts';
import { readAuthority } from '#lib/server/http/authority-file.server.ts';
import { trustPage } from '#lib/server/http/trust-page.server.ts';

/** How a tablet comes to trust this server; open to everyone. */
export function GET(): Response {
	const { data, origin } = readEnvironment(process.env);
	return trustPage(readAuthority(data), origin);
}
