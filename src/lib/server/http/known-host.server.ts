// Whom a browser believes to be talking to: a page elsewhere whose name has been turned to this machine is not this app.

/** The names of this machine to itself. */
const NAMES = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

/** Whether `host`, as a request's Host header gives it, is a name of this server, whose public address is `origin`. */
export function isKnownHost(host: string | undefined, origin: string): boolean {
	if (host === undefined) return false;
	// Parsed with the origin's own scheme, so that its usual port is the same as none.
	const url = URL.parse(`${new URL(origin).protocol}//${host}`);
	return url !== null && !url.username && (url.origin === origin || NAMES.test(url.hostname));
}

/** Whether a page of `pageOrigin` may open a line: this server's own pages, under its public name or that of this machine. */
export function isOwnPage(pageOrigin: string | undefined, host: string | undefined, origin: string): boolean {
	if (pageOrigin === undefined || pageOrigin === origin) return true; // Programs send none; a proxy may have renamed the host.
	const page = URL.parse(pageOrigin);
	return page !== null && NAMES.test(page.hostname) && page.host === host;
}
