// `npm start`: installs and builds what is not there yet, then serves.
import { spawn } from 'node:child_process';
import { build, install, pinnedNode, ROOT } from './prepare.mjs';

try {
	install();
	build();
} catch (error) {
	process.stderr.write(`${error.message}\n`);
	process.exit(1);
}
const server = spawn(pinnedNode(), ['src/server.ts'], { cwd: ROOT, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
