import { expect, test } from 'vitest';
import { plainText, readMarkdown } from './markdown.ts';

test('headings, lists, points to tick, links and tables of a chapter are read', () => {
	const blocks = readMarkdown(
		'## Larm\n\nRing **TiB** på [växeln](tel:0152-29100).\n\n- [ ] Ring\n- [x] Skriv\n\n1. Ett\n2. Två'
	);
	expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'list']);
	expect(blocks[1]).toEqual({
		kind: 'paragraph',
		inline: [
			{ kind: 'text', text: 'Ring ' },
			{ kind: 'strong', inline: [{ kind: 'text', text: 'TiB' }] },
			{ kind: 'text', text: ' på ' },
			{ kind: 'link', href: 'tel:0152-29100', inline: [{ kind: 'text', text: 'växeln' }] },
			{ kind: 'text', text: '.' }
		]
	});
	expect(blocks[2]).toMatchObject({ ordered: false, items: [{ checked: false }, { checked: true }] });
	expect(blocks[3]).toMatchObject({ ordered: true, start: 1, items: [{ checked: undefined }, { checked: undefined }] });
	expect(readMarkdown('|a|b|\n|-|-|\n|1|2|')).toMatchObject([
		{ kind: 'table', rows: [[[{ text: '1' }], [{ text: '2' }]]] }
	]);
});

test('acts and agencies are references by their id, however they are written', () => {
	expect(readMarkdown('Enligt [LEH 2 kap. 1 §](lag:act-leh) och [MSB](myndighet:ag-mcf)')).toMatchObject([
		{
			inline: [
				{ text: 'Enligt ' },
				{ kind: 'act', id: 'act-leh', text: 'LEH 2 kap. 1 §' },
				{ text: ' och ' },
				{ kind: 'agency', id: 'ag-mcf', text: 'MSB' }
			]
		}
	]);
});

test.each([
	'javascript:alert(1)',
	'data:text/html,x',
	'vbscript:x',
	' javascript:x',
	'file:///etc/passwd',
	'//elsewhere.se'
])('a link to %s is words and leads nowhere', (href) => {
	const read = JSON.stringify(readMarkdown(`[klicka](<${href}>)`));
	expect(read).not.toContain('href');
	expect(read).toContain('klicka');
});

test('HTML stays as the text that was typed', () => {
	for (const html of ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', 'a <b onclick=x>b</b>']) {
		expect(plainText(html)).toBe(html);
	}
});

test('the words of a block are its words without signs', () => {
	expect(plainText('## Larm\n\nRing **TiB** via [växeln](tel:1)\n\n- [ ] Ring [SMHI](myndighet:ag-smhi)')).toBe(
		'Larm\nRing TiB via växeln\nRing SMHI'
	);
});
