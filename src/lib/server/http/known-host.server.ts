// Whom a browser believes to be talking to: a page elsewhere whose name has been turned to this machine is not this app.

/** Until there is a sign-in the server listens on this machine alone, and these are its names. */
const NAMES = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** Whether `host`, as a request's Host header gives it, is a name of this server. */
export function isKnownHost(host: string | undefined): boolean {
	return host !== undefined && NAMES.test(URL.parse(`http://${host}`)?.hostname ?? '');
}
