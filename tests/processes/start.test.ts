// `npm start` as whoever runs a server knows it: one thing that is started, and stopped.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, ROOT, until } from '../support/server-process.ts';

/** `kill` reaches npm alone; Ctrl-C everything that the terminal runs. */
const STOPS = [
	['kill', (pid: number) => process.kill(pid, 'SIGTERM')],
	['Ctrl-C', (pid: number) => process.kill(-pid, 'SIGINT')]
] as const;

test.each(STOPS)('whoever stops npm start with %s has stopped the server', async (_how, stop) => {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'beredd-start-'));
	const env = { ...process.env, PORT: String(port), BEREDD_DATA: folder };
	const npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
	let said = '';
	npm.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	onTestFinished(() => {
		if (npm.exitCode === null && npm.signalCode === null) process.kill(-(npm.pid ?? 0), 'SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	});
	const answers = (): Promise<boolean> =>
		fetch(`http://127.0.0.1:${port}/health`).then(
			() => true,
			() => false
		);
	await until(answers, 60_000);
	expect(said).toContain('/setup/');
	stop(npm.pid ?? 0);
	await until(async () => !(await answers()));
});
