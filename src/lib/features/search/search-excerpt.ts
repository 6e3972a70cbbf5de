// The piece of a text that shows why it was found.
import { wordsOf } from './svenska.ts';

const LENGTH = 160;
/** Characters kept before the first find, so that it reads as part of a sentence. */
const LEAD = 50;

/** Cuts at spaces, so that no word is halved; line ends become spaces. Shapes: `isFound` is asked word by word. */
export function excerptOf(text: string, isFound: (word: string) => boolean): string {
	const plain = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
	const start = cutBefore(plain, Math.max(0, positionOf(plain, isFound) - LEAD));
	const end = cutBefore(plain, start + LENGTH);
	const piece = plain.slice(start, end).trim();
	// Where the cut falls after a full stop, the ellipsis takes its place.
	return `${start > 0 ? '…' : ''}${end < plain.length ? `${piece.replace(/[\s.,;:–-]+$/u, '')} …` : piece}`;
}

function positionOf(plain: string, isFound: (word: string) => boolean): number {
	const found = [...plain.matchAll(/[\p{L}\p{N}]+/gu)].find(([word]) => isFound(word));
	return found?.index ?? 0;
}

/** The start of the word at `place`, or `place` itself inside a word that is too long to keep whole. */
function cutBefore(plain: string, place: number): number {
	if (place >= plain.length) return plain.length;
	const wordStart = plain.lastIndexOf(' ', place) + 1;
	return place - wordStart < LEAD ? wordStart : place;
}

/** The different words of `texts` for which `isFound` holds, as they stand there. */
export function foundWords(texts: readonly string[], isFound: (word: string) => boolean): readonly string[] {
	return [...new Set(texts.flatMap((text) => wordsOf(text).filter(isFound)))];
}
