// A person's own account: their details, their password, where they are signed in, what is stored, and going away.
import AxeBuilder from '@axe-core/playwright';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test, type Device } from '../support/municipality.ts';
import { PASSWORD } from '../support/staff.ts';

async function loginOf(page: Page): Promise<string> {
	return (await page.getByRole('term').filter({ hasText: 'Inloggning' }).locator('+ dd').textContent()) ?? '';
}

async function signIn({ page, url }: Device, login: string, password = PASSWORD): Promise<void> {
	await page.goto(`${url}/more/account`);
	await page.getByLabel('Inloggning (e-post)').fill(login);
	await page.getByLabel('Lösenord', { exact: true }).fill(password);
	await page.getByRole('button', { name: 'Logga in', exact: true }).click();
}

test('Anna changes her name and number; what cannot be read is said, and nothing typed is lost', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const tablet = await municipality.newDevice();
	const { page } = tablet;
	await tablet.arrive('Anna', '/more');
	await page.getByRole('link', { name: 'Mitt konto' }).click();
	await expect(page).toHaveTitle('Mitt konto – Beredd');
	await page.getByLabel('Namn').fill('Anna Ek');
	await page.getByLabel('Telefon').fill('sjuttio');
	await page.getByLabel('E-post', { exact: true }).fill('anna.ek');
	await page.getByRole('button', { name: 'Spara' }).click();
	await expect(page.getByText('Numret går inte att läsa.')).toBeVisible();
	await expect(page.getByText('Det saknas något i adressen.')).toBeVisible();
	await page.getByLabel('Telefon').fill('070-174 06 05');
	await page.getByLabel('E-post', { exact: true }).fill('anna.ek@provkoping.example');
	await page.getByLabel('Roll, som den står').fill('Samordnare 811218-9876');
	await page.getByRole('button', { name: 'Spara' }).click();
	await expect(page.getByText('Ett personnummer sparas inte.')).toBeVisible();
	await expect(page.getByLabel('Roll, som den står')).toHaveValue('Samordnare född 1981');
	await page.getByLabel('Roll, som den står').fill('Samordnare');
	await page.getByRole('button', { name: 'Spara' }).click();
	await expect(page.getByText(/^Sparat/)).toBeVisible();
	await page.reload();
	await expect(page.getByLabel('Namn')).toHaveValue('Anna Ek');
	await expect(page.getByLabel('Telefon')).toHaveValue('070-174 06 05');
});

test('a wrong old password says so and keeps the new one; the right one signs the other devices out', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const [tablet, phone] = [await municipality.newDevice(), await municipality.newDevice()];
	const { page } = tablet;
	await tablet.arrive('Anna', '/more/account');
	await expect(page.getByText('Ingen ännu.')).toBeVisible();
	const login = await loginOf(page);
	await signIn(phone, login);
	await expect(phone.page.getByText('Den här enheten')).toBeVisible();

	await page.getByRole('button', { name: 'Byt lösenord' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Nuvarande lösenord').fill('fel');
	await dialog.getByLabel('Nytt lösenord').fill('fyra svarta korpar på taket');
	await dialog.getByRole('button', { name: 'Byt lösenord' }).click();
	await expect(dialog.getByRole('alert')).toContainText('Lösenordet stämmer inte');
	await expect(dialog.getByLabel('Nytt lösenord')).toHaveValue('fyra svarta korpar på taket');
	await dialog.getByLabel('Nuvarande lösenord').fill(PASSWORD);
	await dialog.getByRole('button', { name: 'Byt lösenord' }).click();
	await expect(page.getByText('Lösenordet är bytt.')).toBeVisible();
	await expect(phone.page.getByRole('heading', { name: 'Logga in', exact: true })).toBeVisible();
	await signIn(phone, login, 'fyra svarta korpar på taket');
	await expect(phone.page.getByRole('heading', { name: 'Mitt konto' })).toBeVisible();

	await page.reload();
	await page.getByRole('button', { name: /^Logga ut: / }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Logga ut' }).click();
	await expect(phone.page.getByRole('heading', { name: 'Logga in', exact: true })).toBeVisible();
});

test('Anna reads what is stored, takes it away, and is erased: nobody comes in as her', async ({ municipality }) => {
	await municipality.begin('empty');
	const tablet = await municipality.newDevice();
	const { page } = tablet;
	await tablet.arrive('Anna', '/more/account');
	await expect(page.getByText('Ingen ännu.')).toBeVisible();
	const login = await loginOf(page);
	await page.getByRole('button', { name: 'Visa', exact: true }).click();
	await expect(page.getByText('Krisledning')).toBeVisible();
	const downloading = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Ladda ner (JSON)' }).click();
	const file = JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as { account: { login: string } };
	expect(file.account.login).toBe(login);

	await page.getByRole('button', { name: 'Radera mig' }).click();
	await expect(page.getByRole('dialog')).toContainText('ditt namn i det du har skrivit');
	await page.getByRole('dialog').getByRole('button', { name: 'Radera mig' }).click();
	await expect(page.getByRole('heading', { name: 'Logga in', exact: true })).toBeVisible();
	await signIn(tablet, login);
	await expect(page.getByRole('alert')).toContainText('stämmer inte');
});

test('the page is free of what axe finds, fits a phone, and says offline what it needs', async ({ municipality }) => {
	await municipality.begin('empty');
	for (const [name, viewport] of [
		['phone', { width: 390, height: 844 }],
		['tablet', { width: 1180, height: 820 }]
	] as const) {
		const device = await municipality.newDevice({ viewport });
		const { page } = device;
		await device.arrive('Anna', '/more/account');
		await device.workerIsReady();
		await page.getByRole('button', { name: 'Visa', exact: true }).click();
		await expect(page.getByText('Krisledning')).toBeVisible();
		for (const theme of ['light', 'dark']) {
			await page.evaluate((chosen) => {
				document.documentElement.dataset['theme'] = chosen;
			}, theme);
			const { violations } = await new AxeBuilder({ page }).analyze();
			expect(violations.map(({ id, nodes }) => `${name} ${theme} ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
			await page.screenshot({ path: `.playwright/account-${name}-${theme}.png`, fullPage: true });
		}
		const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
		expect(wide).toBe(0);
		device.network('cut');
		await page.reload();
		await expect(page.getByText('Det här ändras hos servern.')).toBeVisible();
		await expect(page.getByRole('combobox', { name: 'Språk' })).toBeVisible();
	}
});
