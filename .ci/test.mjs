// `npm test`: sets everything up, runs every check, and closes with how many tests passed and failed.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { build, install, ROOT, runPackage } from './prepare.mjs';

const reports = join(ROOT, '.playwright', 'reports');
let failed = 0;
let passed = 0;

function step(name, work) {
	process.stdout.write(`\n── ${name}\n`);
	try {
		work();
		return true;
	} catch (error) {
		process.stderr.write(`${name}: ${error.message}\n`);
		return false;
	}
}

function count(file, read) {
	if (!existsSync(file)) {
		failed += 1;
		return;
	}
	const [ok, bad] = read(JSON.parse(readFileSync(file, 'utf8')));
	passed += ok;
	failed += bad;
}

function vitest(project) {
	const file = join(reports, `${project}.json`);
	const ran = step(project, () =>
		runPackage('vitest', [
			'run',
			'--project',
			project,
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${file}`
		])
	);
	count(file, (report) => [report.numPassedTests, report.numFailedTests + (ran || report.numFailedTests > 0 ? 0 : 1)]);
}

function journeys() {
	const file = join(reports, 'journeys.json');
	const ran = step('journeys', () =>
		execFileSync('npx', ['--no-install', 'playwright', 'test', '-c', 'tests/playwright.config.ts'], {
			cwd: ROOT,
			stdio: 'inherit',
			env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file }
		})
	);
	count(file, ({ stats }) => [stats.expected + stats.flaky, stats.unexpected + (ran || stats.unexpected > 0 ? 0 : 1)]);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
if (!step('install', install)) process.exit(1);
if (
	!step('chromium', () =>
		execFileSync('npx', ['--no-install', 'node', '.ci/chromium.mjs'], { cwd: ROOT, stdio: 'inherit' })
	)
)
	process.exit(1);
step('strace', () => execFileSync(process.execPath, ['.ci/strace.mjs'], { cwd: ROOT, stdio: 'inherit' }));
if (step('check', () => execFileSync(process.execPath, ['.ci/check.mjs'], { cwd: ROOT, stdio: 'inherit' })))
	passed += 1;
else failed += 1;
// Before the first test: the tests on real processes start what was built.
const built = step('build', build);
if (!built) failed += 1;
vitest('node');
if (existsSync(join(ROOT, 'src/lib/ui'))) vitest('browser');
if (built) journeys();

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
