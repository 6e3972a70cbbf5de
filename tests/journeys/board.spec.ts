// A screen on the wall: it shows one incident by a code, sees nothing else and can change nothing.
import { expect, test } from '../support/municipality.ts';

test('a board shows its incident as it is written, no other, and offers nothing to press', async ({ municipality }) => {
	await municipality.begin('templates');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	await municipality.startIncident(tablet, 'Elavbrott');
	const log = await municipality.startIncident(tablet, 'Översvämning');
	await tablet.page.getByRole('button', { name: 'Tavla' }).click();
	await tablet.page.getByRole('button', { name: 'Ta fram en kod' }).click();
	const code = await tablet.page.getByRole('dialog').locator('output').textContent();

	const wall = await municipality.newDevice({ viewport: { width: 1600, height: 900 } });
	await wall.visit('/board');
	await wall.page.getByLabel('Kod').fill((code ?? '').toLowerCase().replace('-', ''));
	await wall.page.getByRole('button', { name: 'Visa' }).click();
	await wall.page.waitForURL(`**${log}`);
	await expect(wall.page.getByRole('heading', { name: 'Översvämning' })).toBeVisible();
	await tablet.page.keyboard.press('Escape');
	await tablet.write('Vattnet stiger');
	await expect(wall.entry('Vattnet stiger')).toContainText('Nr 1');
	await expect(wall.page.getByLabel('Vad har hänt?')).toBeHidden();
	await expect(wall.page.getByRole('button', { name: 'Ändra läge' })).toBeHidden();
	await wall.visit('/');
	await expect(wall.page.getByText('Översvämning')).toBeVisible();
	await expect(wall.page.getByText('Elavbrott')).toBeHidden();

	const other = await municipality.newDevice();
	await other.visit('/board');
	await other.page.getByLabel('Kod').fill(code ?? '');
	await other.page.getByRole('button', { name: 'Visa' }).click();
	await expect(other.page.getByRole('alert')).toContainText('Koden gäller inte');
});
