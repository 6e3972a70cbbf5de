// A page of a fill on its way to a device: compressed to a seventh, which a phone in a cellar notices, and written piece by piece.
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { FillPage } from '#lib/sync/contract/index.ts';

/** With fewer rows compressing costs more than it saves. */
const FEW = 10;
/** Rows to a piece: the text of a whole page would be held in memory three times over. */
const ROWS_IN_PIECE = 100;

/** `page` as JSON that no one keeps, compressed where the asker takes it and it is worth it. */
export function pageAnswer(page: FillPage, acceptEncoding: string | null): Response {
	const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', vary: 'accept-encoding' };
	if (page.rows.length < FEW || !/\bgzip\b/.test(acceptEncoding ?? '')) {
		return new Response(JSON.stringify(page), { headers });
	}
	const gzip = Readable.from(pieces(page)).pipe(createGzip({ level: constants.Z_BEST_SPEED }));
	return new Response(Readable.toWeb(gzip) as ReadableStream, { headers: { ...headers, 'content-encoding': 'gzip' } });
}

function* pieces({ rows, ...rest }: FillPage): Generator<string> {
	yield `${JSON.stringify(rest).slice(0, -1)},"rows":[`;
	for (let start = 0; start < rows.length; start += ROWS_IN_PIECE) {
		const piece = JSON.stringify(rows.slice(start, start + ROWS_IN_PIECE)).slice(1, -1);
		yield start === 0 ? piece : `,${piece}`;
	}
	yield ']}';
}
