// SvelteKit's own door in the browser.
import type { HandleClientError } from '@sveltejs/kit';
import { config } from 'zod/mini';
import { newId, systemRandom } from '#lib/kernel/index.ts';

// zod would try to compile its checks with `new Function`, which the content policy forbids.
config({ jitless: true });

/** A bug on a page: told once with an id, which the person sees. */
export const handleError: HandleClientError = ({ error, status, message }) => {
	const bugId = newId(Date.now(), systemRandom).slice(0, 12);
	if (status !== 404) console.error(bugId, error);
	return { message, bugId };
};
