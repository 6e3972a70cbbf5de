// The way in when no other is left: two sealed codes and two people; practised, used once, seen by every administrator.
import { expect, test, type Device } from '../support/municipality.ts';

async function codesOf(device: Device): Promise<string[]> {
	await device.visit('/more/break-glass');
	await expect(device.page.getByText('Inga koder finns.')).toBeVisible();
	await device.page.getByRole('button', { name: 'Gör nya koder' }).click();
	await expect(device.page.locator('output')).toHaveCount(2);
	return device.page.locator('output').allTextContents();
}

async function enter(device: Device, codes: readonly string[], drill: boolean): Promise<void> {
	const { page } = device;
	await device.visit('/break-glass');
	await page.getByLabel('Första personens namn').fill('Maj Berg');
	await page.getByLabel('Första kodens tecken').fill(codes[0]?.toLowerCase().replaceAll('-', ' ') ?? '');
	await page.getByLabel('Andra personens namn').fill('Ola Dal');
	await page.getByLabel('Andra kodens tecken').fill(codes[1] ?? '');
	if (drill) await page.getByLabel('Bara öva').check();
	await page.getByRole('button', { name: 'Öppna med koderna' }).click();
}

test('with every sign-in gone two people with the sealed codes lead, and every administrator is told', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const office = await municipality.newDevice();
	await office.arrive('Åsa', '/more/break-glass');
	await office.seesContact('online');
	const codes = await codesOf(office);

	const night = await municipality.newDevice();
	await enter(night, codes, true);
	await expect(night.page.getByText('Koderna stämmer. De är inte förbrukade')).toBeVisible();

	await enter(night, codes, false);
	await expect(night.page.getByRole('heading', { name: 'Läge', exact: true })).toBeVisible();
	await municipality.startIncident(night, 'Strömavbrott');
	await night.write('Vi leder härifrån');
	await expect(night.entry('Vi leder härifrån')).toContainText('Maj Berg och Ola Dal');
	await night.visit('/more');
	await expect(night.page.getByText('Koder för nödinloggning')).toBeHidden();

	await expect(office.page.getByRole('alert')).toContainText('Nödinloggning används av Maj Berg och Ola Dal');
	await office.page.getByRole('button', { name: 'Avsluta den' }).click();
	await expect(office.page.getByText('Nödinloggning används')).toBeHidden();
	await expect(night.page.getByText('Vem är du?').or(night.page.getByLabel('Lösenord', { exact: true }))).toBeVisible();

	const again = await municipality.newDevice();
	await enter(again, codes, false);
	await expect(again.page.getByRole('alert')).toContainText('Koderna stämmer inte, eller är redan använda');
});

test('what was done with the codes stands in the audit log, which shows that it is whole', async ({ municipality }) => {
	await municipality.begin('empty');
	const office = await municipality.newDevice();
	await office.arrive('Åsa', '/more/break-glass');
	await office.seesContact('online');
	const codes = await codesOf(office);
	const night = await municipality.newDevice();
	await enter(night, codes, true);
	await expect(night.page.getByText('Koderna stämmer.')).toBeVisible();
	await office.visit('/more/audit');
	const log = office.page.getByRole('list').filter({ hasText: 'Nödinloggning övad' });
	await expect(log).toContainText('Inbjudan använd');
	await office.page.getByRole('button', { name: 'Kontrollera loggen' }).click();
	await expect(office.page.getByText(/rader kontrollerade. Alla är som de skrevs/)).toBeVisible();
	await office.page.getByLabel('Sort').selectOption({ label: 'Nödinloggning övad' });
	await expect(log.getByRole('listitem')).toHaveCount(1);
});
