// Swedish words as a search needs them: without dots and endings, so that skolor finds skola and a compound its last part.

/** The longest is taken off first, the next in turns: skol-or-na-s. An s after s, i, u is the word's own: buss, kris, hus. */
const ENDING = /(?:ade|ad|an|ar|at|en|er|et|na|or|(?<=o)n|(?<![siu])s|a|e)$/;
/** A shorter rest says nothing. */
const STEM_MIN = 3;
const HEAD_MIN = 4;

/** The words of a text as they stand there. */
export function wordsOf(text: string): readonly string[] {
	return text.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Lower case, å ä ö é as a a o e: people in a hurry leave the dots out. */
export function fold(word: string): string {
	return word.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/**
 * What is left of a word without its endings: `skolor`, `skolan`, `skolornas` → `skol`.
 *
 * Shapes:  folded, at least three characters unless the word has fewer; the stem of a stem is itself.
 * Source:  Snowball's Swedish leaves krisstödet, elavbrottet and skolan whole (ux.md B1); a little too short does less harm than
 *          too long, because the search also knows the whole word.
 */
export function stem(word: string): string {
	return withoutEndings(fold(word));
}

function withoutEndings(folded: string): string {
	const rest = folded.replace(ENDING, '');
	return rest === folded || rest.length < STEM_MIN ? folded : withoutEndings(rest);
}

/** The known last parts of a compound: `elavbrott` → `avbrott`. Shapes: all of them are stems. */
export function headsOf(whole: string, heads: ReadonlySet<string>): readonly string[] {
	const starts = Array.from({ length: Math.max(0, whole.length - HEAD_MIN - 1) }, (_, index) => index + 2);
	return starts.map((start) => whole.slice(start)).filter((part) => heads.has(part));
}
