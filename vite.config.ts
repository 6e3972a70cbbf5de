import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import type { Plugin, ViteDevServer } from 'vite';

const CHROMIUM = '/usr/bin/chromium';
const launchOptions = {
	...(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
	args: ['--no-sandbox', '--disable-dev-shm-usage']
};

/** In development the sockets hang on Vite's own HTTP server; in production `src/server.ts` attaches them. */
function realtime(): Plugin {
	return {
		name: 'beredd-realtime',
		apply: () => !process.env['VITEST'], // socket.io is CommonJS and fails inside Vitest's module runner
		configureServer: (server: ViteDevServer) => () => {
			void server
				.ssrLoadModule('/src/lib/server/installation.server.ts')
				.then((module) =>
					(module as { installation: () => Promise<{ attach: (http: unknown) => void }> }).installation()
				)
				.then((running) => {
					running.attach(server.httpServer);
				});
		}
	};
}

export default defineConfig(({ command }) => ({
	plugins: [sveltekit(), realtime()],
	build: { target: 'es2023' },
	// Dexie's entry for bundlers is its ES5 build; this one is smaller and as well supported.
	resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
	// What the server needs of its packages lies in the bundle: it starts sooner and holds a third less memory.
	ssr: { noExternal: command === 'build' ? true : [] },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'node',
					environment: 'node',
					include: ['src/**/*.test.ts', 'tests/{architecture,contracts,convergence,processes,support}/**/*.test.ts'],
					exclude: ['src/**/*.svelte.test.ts'],
					testTimeout: 120_000
				}
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: ['src/**/*.svelte.test.ts'],
					browser: {
						enabled: true,
						headless: true,
						provider: playwright({ launchOptions }),
						instances: [{ browser: 'chromium' }]
					}
				}
			}
		]
	}
}));
