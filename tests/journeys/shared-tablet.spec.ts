// Several people share one tablet: they take turns, offline too; what each has written is theirs, and reaches the server as theirs.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Device } from '../support/municipality.ts';
import { begins, joins, locks, PINS, sharedTablet, unlocks } from '../support/shared-tablet.ts';

/** Every text that lies in any of the browser's databases, with bytes read as text. */
function everythingStored(page: Page): Promise<string> {
	return page.evaluate(async () => {
		const texts: string[] = [];
		for (const { name = '' } of await indexedDB.databases()) {
			const database = await new Promise<IDBDatabase>((resolve, reject) => {
				const request = indexedDB.open(name);
				request.onsuccess = () => {
					resolve(request.result);
				};
				request.onerror = () => {
					reject(new Error(name));
				};
			});
			for (const store of database.objectStoreNames) {
				const rows = await new Promise<unknown[]>((resolve) => {
					const request = database.transaction(store).objectStore(store).getAll();
					request.onsuccess = () => {
						resolve(request.result as unknown[]);
					};
				});
				texts.push(
					JSON.stringify(rows, (_, value: unknown) =>
						value instanceof Uint8Array ? new TextDecoder().decode(value) : value
					)
				);
			}
			database.close();
		}
		return texts.join('\n');
	});
}

async function inTheLog(tablet: Device, log: string): Promise<void> {
	await tablet.visit(log);
	await expect(tablet.page.getByLabel('Vad har hänt?')).toBeVisible();
}

test('three people take turns without a network; what each wrote is delivered as theirs while another is in, and nobody else can read it', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const laptop = await municipality.newDevice();
	await laptop.arrive('Åsa', '/');
	const log = await municipality.startIncident(laptop);
	const tablet = await sharedTablet(municipality);
	const { page } = tablet;
	for (const [name, title] of [
		['Anna', 'Loggförare'],
		['Bo', 'Stabschef'],
		['Carin', 'Kommundirektör']
	] as const) {
		await joins(municipality, tablet, name, title);
		await expect(page.getByRole('link', { name: /Allt mottaget/ })).toBeVisible();
		await tablet.workerIsReady();
		await page.getByRole('link', { name: /Översvämning/ }).click();
		await expect(page.getByLabel('Vad har hänt?')).toBeVisible();
		await locks(tablet);
	}
	tablet.network('cut');
	await unlocks(tablet, 'Anna');
	await expect(page).toHaveURL(new RegExp(`${log}$`));
	await tablet.write('Kanarie ett från Anna');
	await tablet.write('Kanarie två från Anna');
	await page.getByLabel('Vad har hänt?').fill('Kanarie utkast');
	await locks(tablet);
	await expect(page.getByRole('button', { name: /^Anna.*2 väntar på att skickas/ })).toBeVisible();
	await unlocks(tablet, 'Bo');
	await expect(page.getByLabel('Vad har hänt?')).toHaveValue('');
	await tablet.write('Strömmen är borta, säger Bo');
	await expect(page.getByText('Kanarie')).toHaveCount(0);
	expect(await everythingStored(page)).not.toContain('Kanarie');
	await locks(tablet);

	// Carin is in when the network comes back.
	await unlocks(tablet, 'Carin');
	tablet.network('whole');
	await inTheLog(laptop, log);
	for (const [text, by] of [
		['Kanarie ett från Anna', 'Anna · Loggförare'],
		['Kanarie två från Anna', 'Anna · Loggförare'],
		['Strömmen är borta, säger Bo', 'Bo · Stabschef']
	] as const) {
		await expect(laptop.entry(text)).toContainText(by, { timeout: 30_000 });
	}
	await locks(tablet);
	await expect(page.getByText(/väntar på att skickas/)).toHaveCount(0);

	// Anna finds her draft, and nothing of hers is written twice.
	await unlocks(tablet, 'Anna');
	await expect(page.getByLabel('Vad har hänt?')).toHaveValue('Kanarie utkast');
	await expect(page.getByRole('link', { name: /Allt mottaget/ })).toBeVisible();
	await expect(tablet.entry('Kanarie ett från Anna')).toContainText('Nr');
	await expect(laptop.entry('Kanarie')).toHaveCount(2);
});

test('nobody is in: what waits is delivered all the same', async ({ municipality }) => {
	await municipality.begin('empty');
	const laptop = await municipality.newDevice();
	await laptop.arrive('Åsa', '/');
	const log = await municipality.startIncident(laptop);
	const tablet = await sharedTablet(municipality);
	await joins(municipality, tablet, 'Anna', 'Loggförare');
	await tablet.page.getByRole('link', { name: /Översvämning/ }).click();
	await expect(tablet.page.getByLabel('Vad har hänt?')).toBeVisible();
	tablet.network('cut');
	await tablet.seesContact('no-contact');
	await tablet.write('Skrivet i källaren');
	await locks(tablet);
	await expect(tablet.page.getByText('1 väntar på att skickas')).toBeVisible();
	tablet.network('whole');
	await expect(tablet.page.getByText('1 väntar på att skickas')).toHaveCount(0, { timeout: 30_000 });
	await inTheLog(laptop, log);
	await expect(laptop.entry('Skrivet i källaren')).toContainText('Anna · Loggförare');
});

test('from one person’s page to another’s PIN are two taps; the PIN goes in by touch or by keys, and a wrong one is waited for', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const tablet = await sharedTablet(municipality);
	await joins(municipality, tablet, 'Anna', 'Loggförare');
	await locks(tablet);
	await joins(municipality, tablet, 'Bo', 'Stabschef');
	const { page } = tablet;
	await page.getByRole('button', { name: 'Lås, Bo' }).click();
	await page.getByRole('button', { name: /^Anna/ }).click();
	await expect(page.getByLabel('PIN')).toBeFocused();
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id }) => id)).toEqual([]);
	const sizes = await page.getByRole('group', { name: 'Siffror' }).getByRole('button').all();
	for (const button of sizes) expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44);
	for (const digit of PINS.Anna) await page.getByRole('button', { name: digit, exact: true }).click();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Lås, Anna' })).toBeVisible();
	await locks(tablet);

	await page.getByRole('button', { name: /^Anna/ }).click();
	for (const wrong of ['111222', '111333']) {
		await expect(page.getByRole('button', { name: 'Öppna', exact: true })).toBeEnabled();
		await page.keyboard.type(wrong);
		await page.keyboard.press('Enter');
		await expect(page.getByText('Fel PIN.')).toBeVisible();
	}
	await expect(page.getByRole('timer')).toHaveText(/Försök igen om [345] s/);
	await expect(page.getByRole('timer')).toHaveText('Försök igen om 2 s');
	await expect(page.getByRole('button', { name: 'Öppna', exact: true })).toBeDisabled();
	await expect(page.getByRole('timer')).toHaveCount(0);
	await page.keyboard.type(PINS.Anna);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Lås, Anna' })).toBeVisible();
});

test('a tablet that nobody touches locks itself after five minutes, in every tab, also when it was frozen meanwhile', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const tablet = await sharedTablet(municipality);
	await joins(municipality, tablet, 'Anna', 'Loggförare');
	const log = await begins(tablet);
	const { page } = tablet;
	const other = await tablet.newTab('/plan');
	await other.page.getByRole('link', { name: 'Till låsskärmen' }).click();
	await unlocks(other, 'Anna');
	await page.bringToFront();
	await page.clock.install();
	await page.getByLabel('Vad har hänt?').fill('Halvskrivet');
	await page.clock.runFor(4 * 60_000);
	await expect(page.getByRole('button', { name: 'Lås, Anna' })).toBeVisible();
	await page.keyboard.type(' än');
	await page.clock.runFor(4 * 60_000);
	await expect(page.getByRole('button', { name: 'Lås, Anna' })).toBeVisible();
	// Frozen: the time goes, and no timer runs until it is shown again.
	await page.clock.fastForward(3_600_000);
	await page.clock.resume();
	await expect(page.getByRole('heading', { name: 'Vem är du?' })).toBeVisible();
	await expect(other.page.getByRole('heading', { name: 'Vem är du?' })).toBeVisible();
	await expect(page).toHaveURL(`${tablet.url}/`);
	await unlocks(tablet, 'Anna');
	await expect(page).toHaveURL(tablet.url + log);
	await expect(page.getByLabel('Vad har hänt?')).toHaveValue('Halvskrivet än');
});

test('who leaves the tablet for good is told what is unsent and locks instead; once all is sent nothing of theirs stays', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const tablet = await sharedTablet(municipality);
	await joins(municipality, tablet, 'Anna', 'Loggförare');
	await begins(tablet);
	const { page } = tablet;
	await tablet.seesContact('online');
	await expect(page.getByRole('link', { name: /Allt mottaget/ })).toBeVisible();
	tablet.network('cut');
	await tablet.seesContact('no-contact');
	await tablet.write('Ännu inte framme');
	await page.getByRole('link', { name: 'Mer' }).click();
	await page.getByRole('button', { name: 'Logga ut från enheten' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('En anteckning i dagboken');
	await expect(dialog).toContainText('Ännu inte framme');
	await dialog.getByRole('button', { name: 'Lås i stället' }).click();
	await expect(page.getByText('1 väntar på att skickas')).toBeVisible();
	tablet.network('whole');
	await expect(page.getByText('1 väntar på att skickas')).toHaveCount(0, { timeout: 30_000 });
	await unlocks(tablet, 'Anna');
	await expect(page.getByRole('link', { name: /Allt mottaget/ })).toBeVisible();
	await page.getByRole('button', { name: 'Logga ut från enheten' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Logga ut från enheten' }).click();
	await expect(page.getByRole('heading', { name: 'Logga in', exact: true })).toBeVisible();
	const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
	expect(names.filter((name) => name?.startsWith('replica-'))).toEqual([]);
});

test('a person’s own device asks for nothing and never locks itself, until they choose a PIN', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const phone = await municipality.newDevice({ viewport: { width: 390, height: 844 } });
	await phone.arrive('Anna', '/more');
	const { page } = phone;
	await expect(page.getByRole('button', { name: 'Lås, Anna' })).toHaveCount(0);
	await page.getByRole('button', { name: 'Kräv PIN på den här enheten' }).click();
	await page
		.getByRole('dialog')
		.getByLabel(/Välj PIN/)
		.fill(PINS.Anna);
	await page.getByRole('dialog').getByRole('button', { name: 'Kräv PIN' }).click();
	await expect(page.getByRole('button', { name: 'Lås, Anna' })).toBeVisible();
	await page.reload();
	await unlocks(phone, 'Anna');
});

test('a tablet that is barred while it is locked forgets everyone’s keys and rows at its next contact', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const laptop = await municipality.newDevice();
	await laptop.arrive('Åsa', '/');
	await municipality.startIncident(laptop);
	const tablet = await sharedTablet(municipality);
	const { page } = tablet;
	await joins(municipality, tablet, 'Bo', 'Stabschef');
	await locks(tablet);
	await joins(municipality, tablet, 'Anna', 'Loggförare');
	await page.getByRole('link', { name: /Översvämning/ }).click();
	await expect(page.getByLabel('Vad har hänt?')).toBeVisible();
	tablet.network('cut');
	await tablet.seesContact('no-contact');
	await tablet.write('Blir kvar, förseglat');
	await locks(tablet);
	await municipality.bar('Platta Sjörum');
	tablet.network('whole');
	// Bo had sent everything: nothing of his is left. Of Anna only what was never sent.
	await expect(page.getByRole('button', { name: /^Bo/ })).toHaveCount(0, { timeout: 30_000 });
	await page.getByRole('button', { name: /^Anna/ }).click();
	await expect(page.getByLabel('PIN')).toBeFocused();
	await page.keyboard.type(PINS.Anna);
	await page.keyboard.press('Enter');
	await expect(page.getByText(/Logga in med lösenord när det finns nät/)).toBeVisible();
	const held = await page.evaluate(async () => {
		const counts: Record<string, number> = {};
		for (const { name = '' } of await indexedDB.databases()) {
			if (!name.startsWith('replica-')) continue;
			const database = await new Promise<IDBDatabase>((resolve) => {
				const request = indexedDB.open(name);
				request.onsuccess = () => {
					resolve(request.result);
				};
			});
			for (const store of database.objectStoreNames) {
				const count = await new Promise<number>((resolve) => {
					const request = database.transaction(store).objectStore(store).count();
					request.onsuccess = () => {
						resolve(request.result);
					};
				});
				if (count > 0) counts[store] = (counts[store] ?? 0) + count;
			}
		}
		return counts;
	});
	expect(Object.keys(held).toSorted()).toEqual(['meta', 'outbox']);
});
