// A Chromium for the tests: the machine's own, else Debian's, else Playwright's download.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const SYSTEM = '/usr/bin/chromium';

function attempt(command, parameters) {
	try {
		execFileSync(command, parameters, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
		return true;
	} catch {
		return false; // The next way is tried; when none works the sentence below says so.
	}
}

if (!existsSync(SYSTEM) && !existsSync(chromium.executablePath())) {
	const asRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
	const debian =
		asRoot && attempt('apt-get', ['update', '-qq']) && attempt('apt-get', ['install', '-y', '-qq', 'chromium']);
	if (!debian && !attempt('npx', ['--no-install', 'playwright', 'install', 'chromium'])) {
		process.stderr.write(
			'The browser tests need Chromium. Install it (Debian: apt-get install chromium) and run npm test again.\n'
		);
		process.exit(1);
	}
}
