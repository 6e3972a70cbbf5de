// strace for the test that watches the disk being synced: the machine's own, else Debian's; without it that test looks at the files only.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (process.platform === 'linux' && !existsSync('/usr/bin/strace')) {
	try {
		if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error('not root on Debian');
		const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env: environment });
		execFileSync('apt-get', ['install', '-y', '-qq', 'strace'], { stdio: 'inherit', env: environment });
	} catch {
		process.stderr.write(
			'Without strace the tests do not watch the disk being synced (Debian: apt-get install strace).\n'
		);
	}
}
