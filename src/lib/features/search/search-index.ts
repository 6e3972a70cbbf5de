// The index itself; loaded when somebody first searches, because nothing else needs minisearch.
import MiniSearch, { type Query, type SearchOptions } from 'minisearch';
import { excerptOf, foundWords } from './search-excerpt.ts';
import type { SameWords, Search, SearchDocument, SearchHit, SearchKind } from './search.ts';
import { fold, headsOf, stem, wordsOf } from './svenska.ts';

/** Whoever searches in a hurry wants to act: cards come before what explains them. */
const KIND_WEIGHT: Readonly<Record<SearchKind, number>> = {
	card: 2,
	role: 1.4,
	chapter: 1.4,
	step: 1.2,
	term: 1,
	agency: 1,
	member: 1,
	entry: 1
};
const FIELD_WEIGHT = { title: 3, text: 1, whole: 0.2 };

/** All words as they are typed, then with misspellings, then any of them: a find that fits worse only where none fits better. */
const ATTEMPTS: readonly { combineWith: 'AND' | 'OR'; fuzzy: number }[] = [
	{ combineWith: 'AND', fuzzy: 0 },
	{ combineWith: 'AND', fuzzy: 0.2 },
	{ combineWith: 'OR', fuzzy: 0.2 }
];
const PREFIX_MIN = 3;
const FUZZY_MIN = 4;

interface Indexed {
	readonly key: string;
	readonly title: string;
	readonly text: string;
	readonly whole: string;
}

export class SearchIndex implements Search {
	readonly #documents = new Map<string, SearchDocument>();
	readonly #termsByWord = new Map<string, ReadonlySet<string>>();
	readonly #heads: ReadonlySet<string>;
	readonly #sameStems: ReadonlyMap<string, readonly string[]>;
	readonly #index: MiniSearch<Indexed>;

	/** Words in the titles of `documents` are the last parts of compounds that will be known. */
	constructor(documents: readonly SearchDocument[], sameWords: SameWords) {
		this.#heads = new Set(documents.flatMap(({ title }) => wordsOf(title).map(stem)));
		this.#sameStems = new Map(sameWords.flatMap((words) => words.map((word) => [stem(word), words.map(stem)])));
		this.#index = new MiniSearch<Indexed>({
			idField: 'key',
			fields: ['title', 'text', 'whole'],
			tokenize: (text) => [...wordsOf(text)],
			processTerm: (word) => [...this.#termsOf(word)]
		});
		this.put(documents);
	}

	put(documents: readonly SearchDocument[]): void {
		for (const document of documents) {
			this.remove(document.kind, document.id);
			this.#documents.set(keyOf(document), document);
			this.#index.add(indexed(document));
		}
	}

	remove(kind: SearchKind, id: string): void {
		const key = keyOf({ kind, id });
		if (this.#documents.delete(key)) this.#index.discard(key);
	}

	find(query: string, limit = 50): readonly SearchHit[] {
		const words = wordsOf(query);
		if (words.length === 0) return [];
		for (const { combineWith, fuzzy } of ATTEMPTS) {
			const each = words.map((word): Query => ({ combineWith: 'OR', queries: [...this.#alternatives(word)] }));
			const results = this.#index.search({ combineWith, queries: each }, options(fuzzy));
			if (results.length > 0) return results.slice(0, limit).flatMap(({ id, terms }) => this.#hit(id as string, terms));
		}
		return [];
	}

	#hit(key: string, matched: readonly string[]): SearchHit[] {
		const document = this.#documents.get(key);
		if (!document) return [];
		const { kind, id, title, text, partOf } = document;
		const isFound = (word: string) => [...this.#termsOf(word)].some((term) => matched.includes(term));
		const excerpt = excerptOf(text, isFound);
		const terms = foundWords([title, excerpt], isFound);
		return [{ kind, id, title, excerpt, terms, ...(partOf === undefined ? {} : { partOf }) }];
	}

	/** What a word of a text is found by; remembered, since most words come again and again. */
	#termsOf(word: string): ReadonlySet<string> {
		const known = this.#termsByWord.get(word);
		if (known) return known;
		const whole = stem(word);
		const terms = new Set([fold(word), whole, ...headsOf(whole, this.#heads)]);
		this.#termsByWord.set(word, terms);
		return terms;
	}

	/** What a word of a query looks for: itself, and the old or new word for the same. */
	#alternatives(word: string): ReadonlySet<string> {
		return new Set([fold(word), stem(word), ...(this.#sameStems.get(stem(word)) ?? [])]);
	}
}

function options(fuzzy: number): SearchOptions {
	return {
		boost: FIELD_WEIGHT,
		weights: { prefix: 0.2, fuzzy: 0.1 },
		boostDocument: (key: string) => KIND_WEIGHT[key.slice(0, key.indexOf('/')) as SearchKind],
		prefix: (term) => term.length >= PREFIX_MIN,
		fuzzy: (term) => term.length >= FUZZY_MIN && fuzzy,
		tokenize: (term) => [term],
		processTerm: (term) => term
	};
}

function keyOf({ kind, id }: Pick<SearchDocument, 'kind' | 'id'>): string {
	return `${kind}/${id}`;
}

function indexed(document: SearchDocument): Indexed {
	const { title, text, partOf } = document;
	const isPart = partOf !== undefined;
	return { key: keyOf(document), title: isPart ? '' : title, text, whole: isPart ? title : '' };
}
