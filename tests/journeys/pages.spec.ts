// Every page of the app: free of accessibility faults, readable in both languages and all lights, and there without a network.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Device } from '../support/municipality.ts';

const PAGES = [
	'/',
	'/plan',
	'/plan/chapter/plan-kap-03',
	'/plan/card/ak-storbrand',
	'/plan/role/r-tib',
	'/support',
	'/support/org-soc',
	'/exercise',
	'/incident/al-handelse-brand',
	'/incident/al-handelse-brand/cards',
	'/incident/al-ovning-2026',
	'/incident/al-ovning-2026/direction',
	'/more',
	'/sync'
];

async function everyPage(device: Device, look: (path: string) => Promise<void>): Promise<void> {
	for (const path of PAGES) {
		await device.visit(path);
		await expect(device.page.getByRole('heading').first()).toBeVisible();
		await look(path);
	}
}

test('every page is free of what axe finds, in light, dark and night', async ({ municipality }) => {
	test.setTimeout(900_000);
	await municipality.begin('example');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	await expect(tablet.page.getByText('Brand i flerbostadshus')).toBeVisible({ timeout: 20_000 });
	for (const theme of ['light', 'dark', 'natt']) {
		await tablet.page.evaluate((chosen) => {
			localStorage.setItem('beredd.theme', chosen);
		}, theme);
		await everyPage(tablet, async (path) => {
			const { violations } = await new AxeBuilder({ page: tablet.page }).analyze();
			const found = violations.map(
				({ id, nodes }) => `${theme} ${path} ${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`
			);
			expect(found).toEqual([]);
		});
	}
});

test('no page breaks the content policy or throws', async ({ municipality }) => {
	await municipality.begin('example');
	const tablet = await municipality.newDevice();
	const problems: string[] = [];
	tablet.page.on('console', (message) => {
		if (message.type() === 'error') problems.push(message.text());
	});
	tablet.page.on('pageerror', (error) => problems.push(error.message));
	await tablet.arrive('Åsa', '/');
	await expect(tablet.page.getByText('Brand i flerbostadshus')).toBeVisible({ timeout: 20_000 });
	await everyPage(tablet, () => Promise.resolve());
	expect(problems).toEqual([]);
});

test('without a network every page opens at its address, cold and reloaded', async ({ municipality }) => {
	test.setTimeout(900_000);
	await municipality.begin('example');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	await expect(tablet.page.getByRole('link', { name: 'Allt mottaget' })).toBeVisible({ timeout: 20_000 });
	await tablet.workerIsReady();
	await municipality.server.kill();
	await tablet.killBrowser();
	await tablet.openBrowser();
	await everyPage(tablet, async () => {
		await tablet.page.reload();
		await expect(tablet.page.getByRole('heading').first()).toBeVisible();
	});
	await tablet.visit('/incident/al-handelse-brand');
	await expect(tablet.entries().first()).toBeVisible();
});

test('on a phone nothing is wider than the screen', async ({ municipality }) => {
	test.setTimeout(900_000);
	await municipality.begin('example');
	const phone = await municipality.newDevice({ viewport: { width: 390, height: 844 } });
	await phone.arrive('Bo', '/');
	await expect(phone.page.getByText('Brand i flerbostadshus')).toBeVisible({ timeout: 20_000 });
	await everyPage(phone, async (path) => {
		await phone.page.waitForFunction(() => document.fonts.status === 'loaded');
		const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(`${path} ${wide}`).toBe(`${path} 0`);
	});
});

test('the app speaks English where the device is set to it', async ({ municipality }) => {
	await municipality.begin('example');
	const laptop = await municipality.newDevice({ viewport: { width: 1440, height: 900 } });
	await laptop.arrive('Åsa', '/more');
	await laptop.page.getByLabel('Språk').selectOption('en');
	await expect(laptop.page.getByRole('heading', { name: 'More' })).toBeVisible();
	await laptop.page.getByRole('link', { name: 'Support' }).click();
	await expect(laptop.page.getByText('Quota met').first()).toBeVisible();
});
