// Sends a browser on, with the cookie by which it is known when it comes back; kept nowhere.
export function wayOn({ location, cookie }: { readonly location: string; readonly cookie: string }): Response {
	return new Response(null, { status: 303, headers: { location, 'set-cookie': cookie, 'cache-control': 'no-store' } });
}
