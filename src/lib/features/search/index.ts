import type { SameWords, Search, SearchDocument } from './search.ts';

export {
	SEARCH_KINDS,
	type SameWords,
	type Search,
	type SearchDocument,
	type SearchHit,
	type SearchKind
} from './search.ts';
export { planDocuments, sameWordsOf, type PlanRows } from './search-documents.ts';
export { t } from './search.messages.ts';

/** An index of `documents`; the engine is loaded with the first one and is in the precache, so this works offline too. */
export async function createSearch(documents: readonly SearchDocument[], sameWords: SameWords): Promise<Search> {
	const { SearchIndex } = await import('./search-index.ts');
	return new SearchIndex(documents, sameWords);
}
