// What a person did and typed in a mutation, for reading it in a list, and for sending it again with a change.
import { deeds } from './deeds.messages.ts';

/** What a mutation was, in words; its name is for programs. */
export function deedText(name: string): string {
	return deeds.find(name) ?? deeds('other');
}

/** Only one text can be mended in a field; anything else is read. */
export function isText(args: unknown): boolean {
	return typeof args === 'object' && args !== null && typeof Reflect.get(args, 'text') === 'string';
}

/** The incident that a mutation belongs to. */
export function incidentOf(args: unknown): string | undefined {
	const id: unknown = typeof args === 'object' && args !== null ? Reflect.get(args, 'incidentId') : undefined;
	return typeof id === 'string' ? id : undefined;
}

/** A closed log stays closed: the same thing sent again is refused again. */
export function isFinal(code: string): boolean {
	return code === 'journal.closed';
}

/** The text of a mutation's arguments: what was typed, or every value in words where there is no one text. */
export function textIn(args: unknown): string {
	if (typeof args !== 'object' || args === null) return String(args);
	const text: unknown = Reflect.get(args, 'text');
	if (typeof text === 'string') return text;
	return Object.entries(args)
		.filter(([name, value]) => !name.endsWith('Id') && name !== 'id' && value !== undefined && value !== '')
		.filter(([, value]) => !Array.isArray(value) || value.length > 0)
		.map(([, value]) => (Array.isArray(value) ? value.join(', ') : plain(value)))
		.filter(Boolean)
		.join(' · ');
}

/**
 * The arguments to send again: with the changed text, and under new ids of their own.
 *
 * The refused mutation's own id (`entryId`, `changeId`) may already be known to the server; ids that point to something else stay.
 */
export function againArguments(args: unknown, { text, newId }: { text: string; newId: () => string }): unknown {
	if (typeof args !== 'object' || args === null) return args;
	const own = ['entryId', 'changeId'].filter((name) => name in args);
	return {
		...args,
		...Object.fromEntries(own.map((name) => [name, newId()])),
		...(typeof Reflect.get(args, 'text') === 'string' ? { text } : {})
	};
}

/** A value as it can be read; what only a program could read is left out. */
function plain(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
