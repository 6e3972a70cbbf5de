// What a person typed in a mutation, for reading it in a list, and for sending it again with a change.

/** The text of a mutation's arguments: what was typed, or every value in words where there is no one text. */
export function textIn(args: unknown): string {
	if (typeof args !== 'object' || args === null) return String(args);
	const text: unknown = Reflect.get(args, 'text');
	if (typeof text === 'string') return text;
	return Object.entries(args)
		.filter(([name, value]) => !name.endsWith('Id') && name !== 'id' && value !== undefined && value !== '')
		.map(([, value]) => (Array.isArray(value) ? value.join(', ') : String(value)))
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
