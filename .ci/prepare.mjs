// Makes a fresh clone ready: packages as the lock file says, and with `--build` the app as the sources say.
// Plain JavaScript, since it runs on whatever Node the machine has, before the pinned one is there.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

export function pinnedNode() {
	const pinned = join(ROOT, 'node_modules', '.bin', windows ? 'node.cmd' : 'node');
	if (existsSync(pinned)) return pinned;
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	throw new Error(
		'Beredd needs Node 24 or later. There is no ready-made one for this machine: install it from your system and run again.'
	);
}

export function run(command, parameters) {
	execFileSync(command, parameters, { cwd: ROOT, stdio: 'inherit', shell: windows });
}

/** Says in a line what is done, and what came of it only where that failed: whoever starts Beredd is not its developer. */
function quietly(sentence, work) {
	process.stdout.write(`${sentence}\n`);
	try {
		for (const [command, parameters] of work)
			execFileSync(command, parameters, { cwd: ROOT, stdio: 'pipe', shell: windows, maxBuffer: 64 * 1024 * 1024 });
	} catch (error) {
		process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}`);
		throw error;
	}
}

/** Runs a package's command on the pinned Node, whatever Node started this script. */
export function runPackage(name, parameters) {
	run('npx', ['--no-install', name, ...parameters]);
}

function unchanged(stamp, value) {
	return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

function digestOf(paths) {
	const hash = createHash('sha256');
	const visit = (path) => {
		if (!existsSync(path)) return;
		if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
		else hash.update(path).update(readFileSync(path));
	};
	for (const path of paths) visit(join(ROOT, path));
	return hash.digest('hex');
}

export function install() {
	const stamp = join(ROOT, 'node_modules', '.beredd-installed');
	const wanted = digestOf(['package.json', 'package-lock.json']);
	if (unchanged(stamp, wanted)) return;
	quietly('Fetching the packages, once. This takes half a minute.', [
		['npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']]
	]);
	writeFileSync(stamp, wanted);
}

export function build() {
	const stamp = join(ROOT, 'build', '.beredd-built');
	const wanted = digestOf([
		'package.json',
		'package-lock.json',
		'svelte.config.js',
		'vite.config.ts',
		'tsconfig.json',
		'src',
		'static'
	]);
	if (unchanged(stamp, wanted)) return;
	quietly('Building Beredd, once. This takes half a minute.', [
		['npx', ['--no-install', 'vite', 'build', '--logLevel', 'warn']],
		['npx', ['--no-install', 'rolldown', 'src/server.ts', '--platform', 'node', '--file', 'build/server.js']]
	]);
	writeFileSync(stamp, wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	install();
	runPackage('svelte-kit', ['sync']);
	if (process.argv.includes('--build')) build();
}
