// What can be found: one shape for chapters, cards, people and entries, and what a find looks like.

export const SEARCH_KINDS = ['card', 'step', 'role', 'chapter', 'term', 'agency', 'member', 'entry'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export interface SearchDocument {
	readonly kind: SearchKind;
	/** Unique within its kind. */
	readonly id: string;
	readonly title: string;
	readonly text: string;
	/** What it is a part of: a step's card, an entry's incident. Its title is then found only together with words of the part. */
	readonly partOf?: string;
}

export interface SearchHit {
	readonly kind: SearchKind;
	readonly id: string;
	readonly title: string;
	readonly partOf?: string;
	/** The piece of the text around the first find, at most about 160 characters; `…` where it was cut. */
	readonly excerpt: string;
	/** The words of title and excerpt to mark, as they stand there. */
	readonly terms: readonly string[];
}

/** An index on this device; it asks no server and finds only what is here. */
export interface Search {
	/** Adds documents, or puts them in the place of older ones with their kind and id. */
	put(documents: readonly SearchDocument[]): void;
	remove(kind: SearchKind, id: string): void;
	/** Best first; empty for a query without words. */
	find(query: string, limit?: number): readonly SearchHit[];
}

/** Words that mean the same, an old and a new one: a search for either finds both. */
export type SameWords = readonly (readonly string[])[];
