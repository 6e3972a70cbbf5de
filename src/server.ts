// The one HTTP server: security headers, SvelteKit's handler, sockets attached. Run with `npm start`.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { readEnvironment } from '#lib/server/environment.server.ts';
import { isKnownHost } from '#lib/server/http/known-host.server.ts';
import { setSecurityHeaders } from '#lib/server/http/security-headers.server.ts';
import { holdDatabase } from '#lib/server/store/one-server.server.ts';

interface Running {
	readonly setUpPath: string | undefined;
	attach(http: Server): void;
	close(): Promise<void>;
}

async function start(): Promise<void> {
	const { port, host, database } = readEnvironment(process.env);
	const letGo = holdDatabase(database);
	// The bundle's own start (hooks.server.ts) opens the database and publishes what is attached here.
	const bundle = (await import(new URL('../build/handler.js', import.meta.url).href)) as {
		handler: (request: IncomingMessage, response: ServerResponse) => void;
	};
	const running = Reflect.get(globalThis, Symbol.for('beredd.installation')) as Running;
	const server = createServer((request, response) => {
		setSecurityHeaders(request, response);
		if (!isKnownHost(request.headers.host)) {
			response
				.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
				.end('Beredd answers to localhost only.\n');
			return;
		}
		bundle.handler(request, response);
	});
	running.attach(server);
	server.once('error', (error) => {
		const taken = Reflect.get(error, 'code') === 'EADDRINUSE';
		fail(
			taken ? new Error(`Port ${port.toString()} is taken. Stop what uses it, or choose another with PORT.`) : error
		);
	});
	server.listen(port, host, () => {
		const address = `http://${host === '127.0.0.1' ? 'localhost' : host}:${port.toString()}`;
		process.stdout.write(`Beredd: ${address}\n`);
		if (running.setUpPath !== undefined) {
			process.stdout.write(`Set it up here, once: ${address}${running.setUpPath}\n`);
		}
	});

	let stopping = false;
	const stop = (): void => {
		if (stopping) return;
		stopping = true;
		server.closeAllConnections();
		void running.close().then(() => {
			letGo();
			process.exit(0);
		});
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
}

function fail(error: unknown): void {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

start().catch(fail);
