// Serves the bare page, and hands everything else on to the product's server: one origin, as the engine expects.
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { ROOT } from '../support/server-process.ts';

const PAGE =
	'<!doctype html><meta charset="utf-8"><title>Bare</title><body></body><script type="module" src="/page.js"></script>';

/** As the product's own build has it (vite.config.ts). */
const DEXIE = { dexie: join(ROOT, 'node_modules/dexie/dist/modern/dexie.mjs') };

/** Keeps the page for a start without a network. */
const WORKER = `
	const kept = ['/', '/page.js'];
	addEventListener('install', (event) => event.waitUntil(caches.open('bare').then((cache) => cache.addAll(kept))));
	addEventListener('fetch', (event) => {
		if (kept.includes(new URL(event.request.url).pathname)) event.respondWith(caches.match(event.request));
	});`;

async function bundled(source: string): Promise<string> {
	const bundle = await rolldown({
		input: join(ROOT, source),
		cwd: ROOT,
		platform: 'browser',
		resolve: { alias: DEXIE }
	});
	const { output } = await bundle.generate({ format: 'esm', minify: true });
	return output[0].code;
}

/** Gzipped size of the engine with all that it needs: dexie, socket.io-client and zod. */
export async function engineBytes(): Promise<number> {
	return gzipSync(await bundled('src/lib/sync/browser/index.ts')).length;
}

export class BareSite {
	readonly #target: number;
	readonly #server: Server;
	readonly #open = new Set<Duplex>();

	private constructor(target: number, files: ReadonlyMap<string, readonly [type: string, body: string]>) {
		this.#target = target;
		this.#server = createServer((question, answer) => {
			const file = files.get(question.url ?? '');
			if (file) answer.writeHead(200, { 'content-type': file[0] }).end(file[1]);
			else this.#handOn(question, answer);
		});
		this.#server.on('upgrade', (question, socket) => {
			this.#upgrade(question, socket);
		});
	}

	static async listening(port: number, target: number): Promise<BareSite> {
		const site = new BareSite(
			target,
			new Map([
				['/', ['text/html', PAGE]],
				['/page.js', ['text/javascript', await bundled('tests/bench/bare/page.ts')]],
				['/worker.js', ['text/javascript', WORKER]]
			])
		);
		await new Promise<void>((resolve) => site.#server.listen(port, '127.0.0.1', resolve));
		return site;
	}

	async close(): Promise<void> {
		for (const socket of this.#open) socket.destroy();
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	#handOn(question: IncomingMessage, answer: ServerResponse): void {
		const { method, url, headers } = question;
		const onward = ask({ port: this.#target, method, path: url, headers }, (reply) => {
			answer.writeHead(reply.statusCode ?? 502, reply.headers);
			reply.pipe(answer);
		});
		onward.on('error', () => answer.destroy());
		question.pipe(onward);
	}

	#upgrade({ method, url, rawHeaders }: IncomingMessage, near: Duplex): void {
		const far = connect(this.#target, '127.0.0.1');
		const lines = Array.from({ length: rawHeaders.length / 2 }, (_, n) =>
			rawHeaders.slice(n * 2, n * 2 + 2).join(': ')
		);
		far.setNoDelay(true).write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
		near.pipe(far).pipe(near);
		for (const [one, other] of [
			[near, far],
			[far, near]
		] as const) {
			this.#open.add(one);
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
		}
	}
}
