// The log as a record: corrected by new entries, sorted out afterwards, and there before all of it has come.
import { expect, tabletInTheLog, test } from '../support/municipality.ts';
import { WireDevice } from '../support/wire-device.ts';

test('a wrong entry is corrected by a new one: both stand, and each points to the other', async ({ municipality }) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	const other = await municipality.newDevice();
	await other.arrive('Bo', log);
	await tablet.write('Bussen har 20 elever.');
	await expect(tablet.entry('Bussen har 20 elever.')).toContainText('Nr 1');
	await tablet.entry('20 elever').getByRole('button', { name: 'Rätta' }).click();
	const dialog = tablet.page.getByRole('dialog', { name: 'Rätta anteckning' });
	await expect(dialog).toContainText('Bussen har 20 elever.');
	await dialog.getByLabel('Så här ska det vara').fill('Bussen har 22 elever.');
	await dialog.getByRole('button', { name: 'Spara' }).click();
	await expect(dialog).toBeHidden();
	for (const device of [tablet, other]) {
		await expect(device.entry('22 elever')).toContainText('Rättelse av Nr 1');
		await expect(device.entry('22 elever')).toContainText('Nr 2');
		await expect(device.entry('20 elever')).toContainText('Rättad');
	}
});

test('what kind of thing an entry tells is said afterwards, by anyone, and everyone sees it', async ({
	municipality
}) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	const other = await municipality.newDevice();
	await other.arrive('Bo', log);
	await tablet.write('Skolan stängs i dag.');
	await other.entry('Skolan stängs').getByRole('button', { name: 'Oklassad' }).click();
	await other.entry('Skolan stängs').getByRole('button', { name: 'Beslut', exact: true }).click();
	for (const device of [tablet, other]) {
		await expect(device.entry('Skolan stängs').getByRole('button', { name: 'Beslut' })).toBeVisible();
		await expect(device.entry('Skolan stängs')).toContainText('Åsa · Loggförare');
	}
});

test('a minute that was written down late stands where it happened, or as it was written when one asks for that', async ({
	municipality
}) => {
	const [tablet] = await tabletInTheLog(municipality);
	await tablet.write('Det andra');
	await expect(tablet.entry('Det andra')).toContainText('Nr 1');
	await tablet.page.getByLabel('Vad har hänt?').fill('för 10 min sedan Det första');
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(tablet.entry('Det första')).toContainText('Nr 2');
	await expect(tablet.entry('Det första')).toContainText('nedtecknat');
	const texts = tablet.entries().locator('.text');
	await expect(texts).toHaveText(['Det första', 'Det andra']);
	await tablet.page.getByLabel('Som skrivet').check();
	await expect(texts).toHaveText(['Det andra', 'Det första']);
});

test('those who are in the log see each other’s names, until one has been gone for a while', async ({
	municipality
}) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	const other = await municipality.newDevice();
	await other.arrive('Bo', log);
	await expect(tablet.page.getByText('Här nu: Bo')).toBeVisible();
	await expect(other.page.getByText('Här nu: Åsa')).toBeVisible();
	await other.visit('/plan');
	await expect(tablet.page.getByText('Här nu: Bo')).toBeHidden();
});

test('a tablet that is new to a long incident shows its newest entries at once, and how much is left', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const clerk = await WireDevice.meet(municipality.server.url, 'clerk');
	await clerk.push([clerk.start('Översvämning')]);
	for (let n = 0; n < 30; n += 1) {
		await clerk.push(Array.from({ length: 100 }, (_, m) => clerk.entry(`Rad ${n * 100 + m} `.padEnd(300, 'vatten '))));
	}
	const tablet = await municipality.newDevice();
	await tablet.visit('/');
	await tablet.workerIsReady();
	tablet.relay.bytesPerSecond = 20_000;
	await tablet.become('Åsa');
	await tablet.visit('/incident/flood');
	await expect(tablet.page.getByText(/^Hämtar, [12]\d{3} kvar$/).first()).toBeVisible();
	await expect(tablet.entries()).toHaveCount(50);
	await expect(tablet.entry('Rad 2999')).toBeVisible();
	tablet.relay.bytesPerSecond = undefined;
	await expect(tablet.page.getByText(/^Allt mottaget/).first()).toBeVisible({ timeout: 60_000 });
});
