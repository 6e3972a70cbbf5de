// Action cards in use: answered by several people, taken by mistake, and found by searching.
import { expect, test, type Device } from '../support/municipality.ts';

async function activate(device: Device, name: RegExp): Promise<void> {
	await device.page.getByRole('button', { name: 'Aktivera kort' }).click();
	await device.page.getByRole('button', { name }).click();
}

function step(device: Device, order: number) {
	return device.page
		.getByRole('main')
		.getByRole('listitem')
		.filter({ has: device.page.getByText(String(order), { exact: true }) });
}

test('one who could not and one who did both stand at the step, on both devices', async ({ municipality }) => {
	await municipality.begin('templates');
	const asa = await municipality.newDevice();
	const bo = await municipality.newDevice({ viewport: { width: 390, height: 844 } });
	await asa.arrive('Åsa', '/');
	const address = await municipality.startIncident(asa);
	await bo.arrive('Bo', `${address}/cards`);
	await asa.page.getByRole('link', { name: 'Åtgärdskort' }).click();
	await activate(asa, /^Aktivera Elavbrott/);
	await expect(step(bo, 1)).toBeVisible();

	bo.network('cut');
	await bo.seesContact('no-contact');
	await step(bo, 1)
		.getByRole('button', { name: /^Kan inte/ })
		.click();
	await bo.page.getByRole('dialog').getByLabel('Varför går det inte?').fill('Vägen är avstängd');
	await bo.page.getByRole('dialog').getByRole('button', { name: 'Spara' }).click();
	await expect(step(bo, 1)).toContainText('Vägen är avstängd');
	await expect(bo.page.getByText('1 kan inte göras')).toBeVisible();
	await expect(bo.page.getByText(/^0 av \d+$/)).toBeVisible();
	await step(asa, 1).getByRole('button', { name: /^Klar/ }).dblclick();
	await expect(step(asa, 1)).toContainText(/Klart \d\d:\d\d · Åsa/);
	bo.network('whole');

	for (const device of [asa, bo]) {
		await expect(step(device, 1)).toContainText(/Klart \d\d:\d\d · Åsa/);
		await expect(step(device, 1)).toContainText(/Kan inte \d\d:\d\d · Bo/);
		await expect(step(device, 1)).toContainText('Vägen är avstängd');
		await expect(device.page.getByText(/^1 av \d+$/)).toBeVisible();
	}
});

test('a card tells what to ask and what to say, and is put away when it was the wrong one', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	await municipality.startIncident(tablet);
	const { page } = tablet;
	await page.getByRole('link', { name: 'Åtgärdskort' }).click();
	await activate(tablet, /^Aktivera Elavbrott/);
	await page.getByText('Kontrollfrågor och första budskap').click();
	await expect(page.getByRole('heading', { name: 'Första budskap' })).toBeVisible();
	await page.getByRole('button', { name: 'Lägg undan kortet Elavbrott' }).click();
	await expect(page.getByText('Inget kort är aktiverat.')).toBeVisible();
	await activate(tablet, /^Aktivera Storbrand/);
	await step(tablet, 1).getByRole('button', { name: /^Klar/ }).click();
	await expect(step(tablet, 1)).toContainText(/Klart/);
	await expect(page.getByRole('button', { name: /^Lägg undan/ })).toBeHidden();
});

test('a step that is found is marked on its card, and the way back leads to the other finds', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/plan');
	const { page } = tablet;
	await page.getByLabel('Sök i planen').fill('elavbrott reservkraft pumpstationer');
	await page.getByRole('link', { name: 'Elavbrott' }).first().click();
	await expect(page).toHaveURL(/\/plan\/card\/ak-elavbrott#/);
	const marked = page.getByRole('listitem').and(page.locator('[aria-current]'));
	await expect(marked).toContainText('reservkraft');
	await expect(marked).toBeInViewport();
	await expect(page.getByText('Mall, ej prövad')).toBeVisible();
	await page.goBack();
	await expect(page.getByLabel('Sök i planen')).toHaveValue('elavbrott reservkraft pumpstationer');
	await expect(page.getByText(/träff/)).toBeVisible();
});
