// The one process: a door, SvelteKit's handler behind it, sockets attached. Run with `npm start`.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { readEnvironment } from '#lib/server/environment.server.ts';
import { ADDRESS_HEADER } from '#lib/server/http/client-address.server.ts';
import { makeListener, makeTrustListener } from '#lib/server/http/listener.server.ts';
import { holdDatabase } from '#lib/server/store/one-server.server.ts';

interface Running {
	readonly setUpPath: string | undefined;
	attach(http: Server): void;
	close(): Promise<void>;
}

async function start(): Promise<void> {
	const environment = readEnvironment(process.env);
	const { port, host, database, origin, trustPort } = environment;
	const letGo = holdDatabase(database);
	// SvelteKit's handler reads these when it is loaded.
	process.env['ADDRESS_HEADER'] = ADDRESS_HEADER;
	if (environment.secure) process.env['ORIGIN'] = origin;
	// The bundle's own start (hooks.server.ts) opens the database and publishes what is attached here.
	const { handler } = (await import(new URL('../build/handler.js', import.meta.url).href)) as {
		handler: (request: IncomingMessage, response: ServerResponse) => void;
	};
	const running = Reflect.get(globalThis, Symbol.for('beredd.installation')) as Running;
	const { server, renewCertificate } = makeListener(environment, handler);
	running.attach(server);
	const trust = trustPort === undefined ? undefined : makeTrustListener(handler);
	listen(server, 'PORT', port, host);
	if (trust && trustPort !== undefined) listen(trust, 'BEREDD_TRUST_PORT', trustPort, host);
	server.once('listening', () => {
		process.stdout.write(`Beredd: ${origin}\n`);
		if (running.setUpPath !== undefined) process.stdout.write(`Set it up here, once: ${origin}${running.setUpPath}\n`);
	});

	// Without a certificate the signal means what it always means: the terminal is gone.
	if (environment.tls) {
		process.on('SIGHUP', () => {
			try {
				renewCertificate();
				process.stdout.write('The certificate was read again.\n');
			} catch (error) {
				process.stderr.write(`The certificate could not be read again, the former one stays. ${sentenceOf(error)}\n`);
			}
		});
	}
	let stopping = false;
	const stop = (): void => {
		if (stopping) return;
		stopping = true;
		trust?.close();
		trust?.closeAllConnections();
		server.closeAllConnections();
		void running.close().then(() => {
			letGo();
			process.exit(0);
		});
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
}

function listen(server: Server, name: string, port: number, host: string): void {
	server.once('error', (error) => {
		const taken = Reflect.get(error, 'code') === 'EADDRINUSE';
		fail(
			taken ? new Error(`Port ${port.toString()} is taken. Stop what uses it, or choose another with ${name}.`) : error
		);
	});
	server.listen(port, host);
}

function fail(error: unknown): void {
	process.stderr.write(`${sentenceOf(error)}\n`);
	process.exit(1);
}

function sentenceOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

start().catch(fail);
