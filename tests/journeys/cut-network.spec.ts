import { expect, test } from '../support/municipality.ts';

test('an entry written with the network cut reaches the other tablet once the network is back', async ({
	municipality
}) => {
	const tablet = await municipality.newDevice();
	const other = await municipality.newDevice();
	for (const [device, name] of [
		[tablet, 'Åsa'],
		[other, 'Bo']
	] as const) {
		await device.visit('/');
		await device.page.getByLabel('Namn').fill(name);
		await device.page.getByLabel('Roll').fill('Loggförare');
		await device.page.getByRole('button', { name: 'Fortsätt' }).click();
		await expect(device.page.getByRole('status')).toHaveText('online');
	}
	await tablet.page.getByLabel('Vad har hänt?').fill('Vattnet stiger');
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(other.page.getByText('Vattnet stiger')).toBeVisible();
	await expect(tablet.page.getByText('Nr 1')).toBeVisible();

	tablet.network('cut');
	await expect(tablet.page.getByRole('status')).toHaveText('no-contact');
	await tablet.page.getByLabel('Vad har hänt?').fill('Hamngatan avstängd');
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(tablet.page.getByText('Skickas')).toBeVisible();
	await expect(other.page.getByText('Hamngatan avstängd')).toBeHidden();

	await tablet.page.reload();
	await expect(tablet.page.getByText('Hamngatan avstängd')).toBeVisible();
	await expect(tablet.page.getByText('Skickas')).toBeVisible();

	tablet.network('whole');
	await expect(other.page.getByText('Hamngatan avstängd')).toBeVisible();
	await expect(tablet.page.getByText('Nr 2')).toBeVisible();
	await expect(tablet.page.getByText('Skickas')).toBeHidden();
});
