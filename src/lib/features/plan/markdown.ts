// The text of a block as a small tree: what the plan may hold, and nothing that a page would run.
import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';

interface Wrapped<K extends string> {
	readonly kind: K;
	readonly inline: readonly Inline[];
}
interface Said<K extends string> {
	readonly kind: K;
	readonly text: string;
}
/** A reference to an act or an agency by its id; `text` is how it was written. */
interface Reference<K extends string> extends Said<K> {
	readonly id: string;
}

export type Inline =
	| Said<'text'>
	| Said<'code'>
	| { readonly kind: 'break' }
	| Wrapped<'strong'>
	| Wrapped<'emphasis'>
	| Wrapped<'deleted'>
	| (Wrapped<'link'> & { readonly href: string })
	| Reference<'act'>
	| Reference<'agency'>;

export interface Item {
	/** Undefined where the item is no point to tick. */
	readonly checked: boolean | undefined;
	readonly blocks: readonly Block[];
}

export type Block =
	| { readonly kind: 'paragraph'; readonly inline: readonly Inline[] }
	| { readonly kind: 'heading'; readonly level: number; readonly inline: readonly Inline[] }
	| { readonly kind: 'list'; readonly ordered: boolean; readonly start: number; readonly items: readonly Item[] }
	| { readonly kind: 'quote'; readonly blocks: readonly Block[] }
	| { readonly kind: 'code'; readonly text: string }
	| { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
	| { readonly kind: 'rule' };
export type Cell = readonly Inline[];

/** How acts and agencies are named in a link: `[LEH 2 kap. 1 §](lag:act-leh)`, `[MCF](myndighet:ag-mcf)`. */
const REFERENCE = /^(lag|myndighet):([\w:.-]+)$/;
/** What a link may lead to: a page, a letter, a call, a place in the plan itself. */
const LEADS = /^(https?:\/\/|mailto:|tel:|\/plan\/)/i;

/**
 * Reads Markdown (as GitHub writes it).
 *
 * Shapes:  HTML stays as the text that was typed; a link that leads to anything but a page, a letter, a call or the plan is text too.
 */
export function readMarkdown(text: string): readonly Block[] {
	return blocksOf(new Lexer({ gfm: true }).lex(text));
}

function blocksOf(tokens: readonly Token[]): Block[] {
	return (tokens as readonly MarkedToken[]).flatMap((token): Block[] => {
		switch (token.type) {
			case 'space':
			case 'def':
			case 'checkbox':
				return [];
			case 'heading':
				return [{ kind: 'heading', level: token.depth, inline: inlineOf(token.tokens) }];
			case 'list':
				return [listOf(token)];
			case 'blockquote':
				return [{ kind: 'quote', blocks: blocksOf(token.tokens) }];
			case 'code':
				return [{ kind: 'code', text: token.text }];
			case 'hr':
				return [{ kind: 'rule' }];
			case 'table': {
				const cells = (row: readonly Tokens.TableCell[]): Cell[] => row.map((cell) => inlineOf(cell.tokens));
				return [{ kind: 'table', head: cells(token.header), rows: token.rows.map(cells) }];
			}
			case 'paragraph':
				return [{ kind: 'paragraph', inline: inlineOf(token.tokens) }];
			case 'text':
				return [{ kind: 'paragraph', inline: inlineOf(token.tokens ?? [token]) }];
			default:
				return [{ kind: 'paragraph', inline: [{ kind: 'text', text: token.raw.trim() }] }];
		}
	});
}

function listOf({ ordered, start, items }: Tokens.List): Block {
	return {
		kind: 'list',
		ordered,
		start: start === '' ? 1 : start,
		items: items.map(({ task, tokens }) => ({
			checked: task ? tokens.some((token) => token.type === 'checkbox' && token['checked'] === true) : undefined,
			blocks: blocksOf(tokens)
		}))
	};
}

function inlineOf(tokens: readonly Token[]): Inline[] {
	return (tokens as readonly MarkedToken[]).flatMap((token): Inline[] => {
		switch (token.type) {
			case 'strong':
				return [{ kind: 'strong', inline: inlineOf(token.tokens) }];
			case 'em':
				return [{ kind: 'emphasis', inline: inlineOf(token.tokens) }];
			case 'del':
				return [{ kind: 'deleted', inline: inlineOf(token.tokens) }];
			case 'codespan':
				return [{ kind: 'code', text: token.text }];
			case 'br':
				return [{ kind: 'break' }];
			case 'link':
				return linkOf(token);
			case 'checkbox':
				return [];
			case 'escape':
				return [{ kind: 'text', text: token.text }];
			case 'text':
				return token.tokens ? inlineOf(token.tokens) : [{ kind: 'text', text: token.text }];
			default:
				return [{ kind: 'text', text: token.raw }];
		}
	});
}

function linkOf({ href, text, tokens }: Tokens.Link): Inline[] {
	const [, kind, id] = REFERENCE.exec(href) ?? [];
	if (id !== undefined) return [{ kind: kind === 'lag' ? 'act' : 'agency', id, text }];
	const inline = inlineOf(tokens);
	return LEADS.test(href) ? [{ kind: 'link', href, inline }] : inline;
}

/** The words alone, a line for each block: for searching, comparing and counting. */
export function plainText(text: string): string {
	return readMarkdown(text).map(wordsOf).join('\n');
}

function wordsOf(block: Block): string {
	switch (block.kind) {
		case 'paragraph':
		case 'heading':
			return inlineWords(block.inline);
		case 'list':
			return block.items.map(({ blocks }) => blocks.map(wordsOf).join(' ')).join('\n');
		case 'quote':
			return block.blocks.map(wordsOf).join('\n');
		case 'code':
			return block.text;
		case 'table':
			return [block.head, ...block.rows].map((row) => row.map(inlineWords).join(' ')).join('\n');
		case 'rule':
			return '';
	}
}

function inlineWords(inline: readonly Inline[]): string {
	return inline
		.map((one) => {
			if (one.kind === 'break') return ' ';
			return 'inline' in one ? inlineWords(one.inline) : one.text;
		})
		.join('');
}
