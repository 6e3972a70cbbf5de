// `npm run check`: types, lint, format and the direction of imports. A warning is an error.
import { install, runPackage } from './prepare.mjs';

install();
runPackage('svelte-kit', ['sync']);
const steps = [
	['svelte-check', ['--threshold', 'warning', '--fail-on-warnings']],
	['tsc', ['-p', 'src/service-worker/tsconfig.json']],
	['eslint', ['-c', '.eslint.config.js', '--max-warnings', '0', 'src', 'tests', 'vite.config.ts', 'svelte.config.js']],
	['depcruise', ['--config', '.dependency-cruiser.js', 'src']],
	['prettier', ['--check', '.']]
];
for (const [name, parameters] of steps) runPackage(name, parameters);
