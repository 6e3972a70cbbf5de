// The built product as a process of its own, on a database of its own, that a test can kill and start again.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUpTokens } from './staff.ts';

/** What `npm start` gives to Node (.ci/start.mjs). */
const SERVE = ['--max-semi-space-size=2', '--heap-growing-percent=20', 'build/server.js'];

/** The same for all of them, so that a restored database opens elsewhere. */
const SECRET = 'dGVzdC1zZWNyZXQtb2YtdGhpcnR5LXR3by1ieXRlcy4u';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Compiled code of servers that ended in peace: the next one starts in less of the processor's time. */
const CODE_CACHE = join(ROOT, '.playwright', 'code');

/** A TCP port that nothing listens on just now. */
export async function freePort(): Promise<number> {
	const probe = createServer();
	await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
	const address = probe.address();
	await new Promise((resolve) => probe.close(resolve));
	if (typeof address !== 'object' || !address) throw new Error('No free port');
	return address.port;
}

export class ServerProcess {
	readonly port: number;
	readonly folder = mkdtempSync(join(tmpdir(), 'beredd-test-'));
	/** A command that runs the server inside it, such as strace with its options. */
	readonly #within: readonly string[];
	#process: ChildProcess | undefined;
	#log = '';

	/** Where the product lies; another folder than this checkout for a test that deploys a new version. */
	root = ROOT;

	constructor(port: number, within: readonly string[] = []) {
		this.port = port;
		this.#within = within;
	}

	/** Whether it answers; another question for a server that is not reached over plain http. */
	answers: () => Promise<boolean> = async () => (await fetch(`${this.url}/health`)).ok;

	/** A server on a port of its own, running. */
	static async started(within?: readonly string[]): Promise<ServerProcess> {
		const server = new ServerProcess(await freePort(), within);
		await server.start();
		return server;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	get pid(): number {
		if (!this.#process?.pid) throw new Error('The server is not running');
		return this.#process.pid;
	}

	get database(): string {
		return join(this.folder, 'beredd.db');
	}

	/** Everything the server has printed, over all its lives. */
	get log(): string {
		return this.#log;
	}

	/** Starts the server and waits until it answers; `surroundings` replace what it would be told otherwise, an empty one takes it away. */
	async start(surroundings: Readonly<Record<string, string>> = {}): Promise<void> {
		const own = {
			PORT: String(this.port),
			BEREDD_DATA: this.folder,
			NODE_COMPILE_CACHE: CODE_CACHE,
			BEREDD_SECRET: SECRET
		};
		const given = Object.entries({ ...process.env, ...own, ...surroundings });
		const env = Object.fromEntries(given.filter(([name, value]) => value !== '' || !(name in surroundings)));
		const [command = process.execPath, ...parameters] = [...this.#within, process.execPath, ...SERVE];
		const started = spawn(command, parameters, { cwd: this.root, env, stdio: ['ignore', 'pipe', 'pipe'] });
		this.#process = started;
		const before = this.#log.length;
		const heard = (chunk: Buffer): void => {
			this.#log += chunk.toString();
		};
		started.stdout.on('data', heard);
		started.stderr.on('data', heard);
		await until(async () => {
			if (started.exitCode !== null) throw new Error(`The server ended: ${this.#log}`);
			return this.#log.includes('Beredd: ', before) && (await this.answers());
		});
		const [, token] = /\/setup\/([\w-]+)/.exec(this.#log.slice(before)) ?? [];
		if (token !== undefined) setUpTokens.set(this.url, token);
	}

	/** Freezes the process, or lets it go on: it does nothing meanwhile, and its lines stay open. */
	freeze(signal: 'SIGSTOP' | 'SIGCONT'): void {
		process.kill(this.pid, signal);
	}

	/** Ends the process, at once as a power cut would unless another signal is named; returns its exit code. */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
		const running = this.#process;
		this.#process = undefined;
		if (!running || running.exitCode !== null || running.signalCode !== null) return running?.exitCode ?? null;
		const ended = new Promise<number | null>((resolve) => running.once('exit', resolve));
		running.kill(signal);
		return ended;
	}

	async remove(): Promise<void> {
		await this.kill();
		rmSync(this.folder, { recursive: true, force: true });
	}
}

/** Asks again every 25 ms until `question` is true; what it throws while the answer is not yet there counts as no. */
export async function until(question: () => Promise<boolean> | boolean, withinMs = 20_000): Promise<void> {
	const end = Date.now() + withinMs;
	let last: unknown;
	while (Date.now() < end) {
		try {
			if (await question()) return;
		} catch (error) {
			last = error;
			if (error instanceof Error && error.message.startsWith('The server ended')) throw error;
		}
		await new Promise((again) => setTimeout(again, 25));
	}
	throw new Error('It did not come true in time', { cause: last });
}
