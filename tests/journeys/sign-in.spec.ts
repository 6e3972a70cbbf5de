// Coming in without a password: by a passkey, also without a network, and by the municipality's own log-in.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { IdentityProvider } from '../support/identity-provider.ts';
import { invite } from '../support/invite.ts';
import { expect, test, type Municipality } from '../support/municipality.ts';
import { holdPasskeys } from '../support/passkey-holder.ts';
import { PASSWORD } from '../support/staff.ts';
import { WireDevice } from '../support/wire-device.ts';

async function isFreeOfFaults(page: Page): Promise<void> {
	for (const theme of ['light', 'dark']) {
		await page.evaluate((chosen) => {
			document.documentElement.dataset['theme'] = chosen;
		}, theme);
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
	}
}

test('Anna adds a passkey, signs out, comes in with it, and opens the shared tablet with it while the server is gone', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const tablet = await municipality.newDevice({ named: true });
	const { page } = tablet;
	await holdPasskeys(page);
	const sent: string[] = [];
	page.on('request', (request) => {
		if (request.url().includes('passkey')) sent.push(request.postData() ?? '');
	});
	await tablet.arrive('Anna', '/more/account');
	await page.getByRole('button', { name: 'Lägg till passkey' }).click();
	await page.getByLabel('Vad ska den heta?').fill('Annas nyckel');
	await page.getByRole('dialog').getByRole('button', { name: 'Lägg till passkey' }).click();
	await expect(page.getByText('Annas nyckel är tillagd.')).toBeVisible();

	await tablet.visit('/more');
	await tablet.seesContact('online');
	await page.getByRole('button', { name: 'Logga ut från enheten' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Logga ut från enheten' }).click();
	await expect(page.getByRole('heading', { name: 'Logga in', exact: true })).toBeVisible();
	await isFreeOfFaults(page);
	await page.getByRole('button', { name: 'Logga in med passkey' }).click();
	await expect(page.getByRole('heading', { name: 'Du är inloggad, Anna' })).toBeVisible();
	await page.getByLabel('Delas av flera').check();
	await expect(page.getByText('Du behöver ingen PIN.')).toBeVisible();
	await isFreeOfFaults(page);
	await page.getByRole('button', { name: 'Fortsätt' }).click();
	await tablet.seesContact('online');
	await tablet.workerIsReady();
	// By hand: an address typed anew would lock the tablet.
	await page.getByRole('link', { name: 'Läge', exact: true }).click();
	await page.getByRole('button', { name: 'Starta händelse' }).click();
	await page.getByLabel('Vad har hänt, och var?').fill('Översvämning');
	await page.getByRole('button', { name: 'Starta – SKARPT' }).click();
	await page.waitForURL(/\/incident\//);
	await tablet.write('Före avbrottet');
	await expect(page.getByRole('link', { name: 'Allt mottaget' })).toBeVisible();

	await municipality.server.kill();
	await page.reload();
	await page.getByRole('button', { name: /^Anna/ }).click();
	await expect(page.getByLabel('PIN')).toBeHidden();
	await page.getByRole('button', { name: 'Öppna med passkey' }).click();
	await expect(tablet.entry('Före avbrottet')).toBeVisible();

	expect(sent.some((body) => body.includes('authenticatorData'))).toBe(true);
	for (const body of sent) expect(body).not.toMatch(/"prf"|results/);
});

test('where no passkey is chosen the page says so, and the password still works', async ({ municipality }) => {
	await municipality.begin('empty');
	const laptop = await municipality.newDevice({ named: true });
	const { page } = laptop;
	await holdPasskeys(page);
	await laptop.visit('/');
	await page.getByRole('button', { name: 'Logga in med passkey' }).click();
	await expect(page.getByRole('alert')).toContainText('Ingen passkey valdes');
	await passwordOpens(page);
});

async function passwordOpens(page: Page): Promise<void> {
	await page.getByLabel('Inloggning (e-post)').fill('asa.ek@provkoping.example');
	await page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Logga in', exact: true }).click();
	await expect(page.getByRole('navigation', { name: 'Platser' })).toBeVisible();
}

/** The server is told of the municipality's own log-in, and of Anna, whose address it vouches for. */
async function withProvider(municipality: Municipality): Promise<IdentityProvider> {
	const { server } = municipality;
	await municipality.begin('empty');
	const provider = new IdentityProvider();
	await provider.start(`http://localhost:${server.port}/sso/callback`);
	await server.kill('SIGTERM');
	await server.start({
		BEREDD_OIDC_ISSUER: provider.issuer,
		BEREDD_OIDC_CLIENT_ID: provider.clientId,
		BEREDD_OIDC_CLIENT_SECRET: provider.clientSecret
	});
	const office = await WireDevice.meet(server.url, 'office');
	const anna = { name: 'Anna Ek', title: 'Handläggare', roles: ['staffMember'] as const };
	await invite(office, server.url, { ...anna, email: 'Anna.Ek@sjorum.example' });
	office.close();
	return provider;
}

async function signInAt(page: Page, provider: IdentityProvider, login: string): Promise<void> {
	await page.getByRole('link', { name: 'Logga in med kommunens konto' }).click();
	await page.getByLabel('User name').fill(login);
	await page.getByLabel('Password').fill(provider.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
}

test('Anna comes in by the municipality’s own log-in; somebody whom Beredd does not know is told whom to ask', async ({
	municipality
}) => {
	const provider = await withProvider(municipality);
	const laptop = await municipality.newDevice({ named: true });
	const { page } = laptop;
	await laptop.visit('/');
	await signInAt(page, provider, 'bo');
	await expect(page.getByRole('alert')).toContainText('Be administratören');
	await isFreeOfFaults(page);
	await page.context().clearCookies({ domain: '127.0.0.1' });
	await page.getByRole('button', { name: 'Till inloggningen' }).click();

	await signInAt(page, provider, 'anna');
	await expect(page.getByRole('heading', { name: 'Du är inloggad, Anna Ek' })).toBeVisible();
	await page.getByRole('button', { name: 'Fortsätt' }).click();
	await expect(page.getByRole('navigation', { name: 'Platser' })).toBeVisible();
	expect(page.url()).toBe(`${laptop.url}/`);
	await laptop.seesContact('online');
	await provider.stop();
});

test('with the municipality’s own log-in down, the page says so and the password works', async ({ municipality }) => {
	const provider = await withProvider(municipality);
	await provider.stop();
	const laptop = await municipality.newDevice({ named: true });
	const { page } = laptop;
	await laptop.visit('/');
	await page.getByRole('link', { name: 'Logga in med kommunens konto' }).click();
	await expect(page.getByRole('alert')).toContainText('svarar inte');
	await page.getByRole('button', { name: 'Till inloggningen' }).click();
	await passwordOpens(page);
});
