// SvelteKit's own door on the server: opens the installation once, and gives a bug its id.
import type { HandleServerError, ServerInit } from '@sveltejs/kit';
import { building, dev } from '$app/environment';
import { installation } from '#lib/server/installation.server.ts';
import { endOnUncaught, logBug } from '#lib/server/log.server.ts';

export const init: ServerInit = async () => {
	if (building) return; // The build renders the shell and must not open a database.
	// While developing Node's own words, message and all, are what one wants to see.
	if (!dev) endOnUncaught();
	Reflect.set(globalThis, Symbol.for('beredd.installation'), await installation());
};

export const handleError: HandleServerError = ({ error, status, message }) => {
	if (status === 404) return { message, bugId: '' };
	return { message: 'sync.bug', bugId: logBug(error, 'http') };
};
