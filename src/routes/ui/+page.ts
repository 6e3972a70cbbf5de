// The gallery of the design system, for work only: a built app does not have it.
import { error } from '@sveltejs/kit';

export const ssr = !import.meta.env.DEV;

export function load(): void {
	if (!import.meta.env.DEV) error(404, { message: 'sync.not-here', bugId: '' });
}
