import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

const CHROMIUM = '/usr/bin/chromium';

export default defineConfig({
	testDir: './journeys',
	outputDir: '../.playwright/results',
	timeout: 180_000,
	expect: { timeout: 20_000 },
	workers: 1,
	fullyParallel: false,
	forbidOnly: true,
	reporter: [['list'], ['json']],
	use: {
		locale: 'sv-SE',
		timezoneId: 'Europe/Stockholm',
		trace: 'retain-on-failure',
		launchOptions: {
			...(existsSync(CHROMIUM) ? { executablePath: CHROMIUM } : {}),
			args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking']
		}
	}
});
