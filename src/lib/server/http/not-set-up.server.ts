// Until somebody can sign in only the one-time address answers: whoever finds the server first must not become its administrator.

/** How the server is, setting it up, and how a tablet comes to trust it before that. */
const ALWAYS = ['/health', '/access/set-up', '/trust', '/trust/authority.crt'];

const SENTENCES =
	'Beredd är inte i gång än. Adressen för att sätta i gång den står i serverns terminal.\n' +
	'Beredd is not set up yet. The address to do so stands in the server’s terminal.\n';

/** The answer to a request that comes too early; undefined where it may go on. */
export function notSetUp(path: string, setUpPath: string | undefined): Response | undefined {
	if (setUpPath === undefined || path === setUpPath || ALWAYS.includes(path)) return undefined;
	return new Response(SENTENCES, {
		status: 503,
		headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
	});
}
