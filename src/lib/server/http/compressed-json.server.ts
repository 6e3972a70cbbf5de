// Large answers travel compressed: a page of a fill shrinks to a seventh, which a phone in a cellar notices.
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';

/** Below this many characters compressing costs more than it saves. */
const SMALL = 4_000;
/** Compressed piece by piece: a whole page at once would be held in memory three times over. */
const PIECE = 64_000;

/** `value` as an answer that no one keeps, compressed where the asker takes it and it is worth it. */
export function compressedJson(value: unknown, acceptEncoding: string | null): Response {
	const text = JSON.stringify(value);
	const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', vary: 'accept-encoding' };
	if (text.length < SMALL || !/\bgzip\b/.test(acceptEncoding ?? '')) return new Response(text, { headers });
	const gzip = Readable.from(pieces(Buffer.from(text))).pipe(createGzip({ level: constants.Z_BEST_SPEED }));
	return new Response(Readable.toWeb(gzip) as ReadableStream, { headers: { ...headers, 'content-encoding': 'gzip' } });
}

/** Of bytes, not of text: a cut in the middle of a letter would lose it. */
function* pieces(bytes: Buffer): Generator<Buffer> {
	for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE);
}
