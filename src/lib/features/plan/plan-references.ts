// Agencies named in a text by a reference: a new name is one edit, and every text that names it so shows it.
import type { Agency } from './plan.ts';

/**
 * `text` with the agencies that it names by their short name turned into references.
 *
 * Shapes:  whole words only, longest name first, and only names that are no ordinary word (`Region` is one).
 */
export function withAgencyReferences(text: string, agencies: readonly Pick<Agency, 'id' | 'shortName'>[]): string {
	const byName = new Map(agencies.filter(({ id }) => !ORDINARY.has(id)).map(({ id, shortName }) => [shortName, id]));
	const names = [...byName.keys()]
		.toSorted((one, other) => other.length - one.length)
		.map((name) => name.replace(/[^\p{L}\d ]/gu, String.raw`\$&`));
	if (names.length === 0) return text;
	const named = new RegExp(String.raw`(?<![\p{L}\d\[])(${names.join('|')})(?![\p{L}\d\]])`, 'gu');
	return text.replace(named, (name) => `[${name}](myndighet:${byName.get(name) ?? ''})`);
}

/** Agencies whose short name is a word of everyday language too. */
const ORDINARY = new Set(['ag-reg', 'ag-lst']);
