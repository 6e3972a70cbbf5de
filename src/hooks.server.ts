// SvelteKit's own door on the server: opens the installation once, keeps everyone out until it is set up, and gives a bug its id.
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit';
import { building, dev } from '$app/environment';
import { notSetUp } from '#lib/server/http/not-set-up.server.ts';
import { installation } from '#lib/server/installation.server.ts';
import { endOnUncaught, logBug } from '#lib/server/log.server.ts';

export const init: ServerInit = async () => {
	if (building) return; // The build renders the shell and must not open a database.
	// While developing Node's own words, message and all, are what one wants to see.
	if (!dev) endOnUncaught();
	Reflect.set(globalThis, Symbol.for('beredd.installation'), await installation());
};

export const handle: Handle = async ({ event, resolve }) => {
	const setUpPath = building ? undefined : (await installation()).setUpPath;
	return notSetUp(event.url.pathname, setUpPath) ?? resolve(event);
};

export const handleError: HandleServerError = ({ error, status, message }) => {
	if (status === 404) return { message, bugId: '' };
	return { message: 'sync.bug', bugId: logBug(error, 'http') };
};
