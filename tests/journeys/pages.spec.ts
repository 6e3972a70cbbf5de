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
	'/more/people',
	'/more/rights',
	'/more/devices',
	'/more/municipality',
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

test('on a phone in an incident at level 2, the strip says on one line that there is no network and how much waits', async ({
	municipality
}) => {
	await municipality.begin('example');
	const phone = await municipality.newDevice({ viewport: { width: 390, height: 844 } });
	await phone.arrive('Bo', '/incident/al-handelse-brand');
	await phone.write('Före avbrottet');
	const badge = phone.page.locator('header .badge');
	const height = async (): Promise<number | undefined> => (await badge.boundingBox())?.height;
	await expect(phone.page.getByText(/^Mottaget/)).toBeVisible();
	await expect(phone.page.getByRole('link', { name: 'Läge 2', exact: true })).toBeVisible();
	const oneLine = await height();
	phone.network('cut');
	await phone.seesContact('no-contact');
	await phone.write('Utan nät');
	await expect(badge).toContainText('Inget nät · 1');
	expect(await height()).toBe(oneLine);
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

test('every page has a title of its own, also when one walks there', async ({ municipality }) => {
	await municipality.begin('example');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	const { page } = tablet;
	const places = page.getByRole('navigation', { name: 'Platser' });
	await page.getByRole('link', { name: /Brand i flerbostadshus/ }).click();
	await expect(page).toHaveTitle(/^Dagbok · Brand i flerbostadshus.* – Beredd$/);
	await page.getByRole('link', { name: 'Åtgärdskort' }).click();
	await expect(page).toHaveTitle(/^Åtgärdskort · Brand i flerbostadshus.* – Beredd$/);
	for (const [link, title] of [
		['Plan', 'Plan – Beredd'],
		['Krisstöd', 'Krisstöd – Beredd'],
		['Övning', 'Övning – Beredd'],
		['Mer', 'Mer – Beredd'],
		['Läge', 'Läge – Beredd']
	] as const) {
		await places.getByRole('link', { name: link, exact: true }).click();
		await expect(page).toHaveTitle(title);
	}
});

test('an address that leads nowhere says so in Swedish, with a way home', async ({ municipality }) => {
	await municipality.begin('templates');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	const { page } = tablet;
	for (const [path, heading, way] of [
		['/zzz', 'Sidan finns inte.', 'Till Läge'],
		['/plan/zzz', 'Sidan finns inte.', 'Till Läge'],
		['/plan/card/nope', 'Åtgärdskortet finns inte här.', 'Till Plan'],
		['/support/zzz', 'Organisationen finns inte här.', 'Till Krisstöd']
	] as const) {
		await tablet.visit(path);
		await expect(page.getByRole('heading', { name: heading })).toBeVisible();
		const font = await page.getByRole('heading', { name: heading }).evaluate((one) => getComputedStyle(one).fontFamily);
		expect(font).toContain('Atkinson');
		await page.getByRole('link', { name: way }).click();
		await expect(page.getByRole('heading', { name: heading })).toBeHidden();
	}
});

test('on paper every page says whose it is, that it is an example, and when it was printed', async ({
	municipality
}) => {
	await municipality.begin('example');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/plan');
	const { page } = tablet;
	await expect(page.getByRole('heading', { name: 'Plan', exact: true })).toBeVisible();
	const printed = page.getByText(/Utskrivet \d+ \p{L}+ \d{4} \d\d:\d\d/u);
	await expect(printed).toBeHidden();
	await page.emulateMedia({ media: 'print' });
	await expect(printed).toBeVisible();
	await expect(printed).toContainText('Alsjöhamns kommun');
	await expect(printed).toContainText('EXEMPEL');
});

test('the app can be installed from its own page where the browser offers it, else it says how', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/more');
	const { page } = tablet;
	await expect(page.getByText(/webbläsarens meny|Installera appen/).first()).toBeVisible();
	await page.evaluate(() => {
		const offer = new Event('beforeinstallprompt', { cancelable: true });
		Object.assign(offer, {
			prompt: () => {
				document.body.dataset['prompted'] = 'yes';
				return Promise.resolve();
			}
		});
		window.dispatchEvent(offer);
	});
	await page.getByRole('button', { name: 'Installera appen' }).click();
	await expect(page.locator('body')).toHaveAttribute('data-prompted', 'yes');
	await expect(page.getByText(/webbläsarens meny/)).toBeVisible();
});
