import { expect, test } from 'vitest';
import { csvCell } from './export.server.ts';

test.each([
	['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
	['+46701234567', `"'+46701234567"`],
	['-1+1', `"'-1+1"`],
	['@SUM(A1)', `"'@SUM(A1)"`],
	['\t=1', `"'\t=1"`],
	['\r=1', `"'\r=1"`],
	['Ö; "väg"\n222', '"Ö; ""väg""\n222"'],
	['2026-11-26', '"2026-11-26"']
])('a spreadsheet takes %j for text', (text, cell) => {
	expect(csvCell(text)).toBe(cell);
});
