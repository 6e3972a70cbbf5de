// Before anyone signs in: the plan is read, the duty officer is called, and an incident begins that somebody takes over later.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Device } from '../support/municipality.ts';
import { joins, locks, sharedTablet, unlocks } from '../support/shared-tablet.ts';

const OPEN = 'beredd-open';

/** What may be read without a login has come to the device. */
async function planIsHere({ page }: Device): Promise<void> {
	await expect
		.poll(
			() =>
				page.evaluate(async (name) => {
					const database = await new Promise<IDBDatabase>((resolve) => {
						const request = indexedDB.open(name);
						request.onsuccess = () => {
							resolve(request.result);
						};
					});
					const there = [...database.objectStoreNames].includes('planChapters');
					const count = there
						? await new Promise<number>((resolve) => {
								const request = database.transaction('planChapters').objectStore('planChapters').count();
								request.onsuccess = () => {
									resolve(request.result);
								};
							})
						: 0;
					database.close();
					return count;
				}, OPEN),
			{ timeout: 40_000, intervals: [2_000] }
		)
		.toBeGreaterThan(0);
}

async function isAccessible({ page }: Device): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
}

test('a tablet in flight mode, started cold, shows plan and cards to anyone, with search, and nothing else', async ({
	municipality
}) => {
	await municipality.begin('example');
	const tablet = await sharedTablet(municipality);
	await joins(municipality, tablet, 'Anna', 'Loggförare');
	await tablet.workerIsReady();
	await locks(tablet);
	await planIsHere(tablet);
	await municipality.server.kill();
	await tablet.killBrowser();
	await tablet.openBrowser();
	await tablet.visit('/');
	const { page } = tablet;
	await expect(page.getByRole('button', { name: /^Anna/ })).toBeVisible();
	await expect(page.getByText(/Plan hämtad/)).toBeVisible();
	await isAccessible(tablet);
	await page.getByRole('link', { name: 'Plan och åtgärdskort' }).click();
	await page.getByLabel('Sök i planen').fill('vatten');
	await expect(page.getByRole('status').filter({ hasText: /träff/ })).toBeVisible();
	await isAccessible(tablet);
	await tablet.visit('/plan/card/ak-storbrand');
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.getByRole('navigation', { name: 'Platser' })).toHaveCount(0);
	await expect(page.getByText('Anna')).toHaveCount(0);
	await page.getByRole('link', { name: 'Till låsskärmen' }).click();
	await page.getByLabel('Språk').selectOption('en');
	await expect(page.getByRole('link', { name: 'Plan and action cards' })).toBeVisible();
	for (const path of ['/support', '/exercise', '/more', '/incident/al-handelse-brand']) {
		await tablet.visit(path);
		await expect(page.getByRole('button', { name: /^Anna/ })).toBeVisible();
	}
});

test('a device of one’s own has the plan on its lock screen too, fetched behind the person', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const phone = await municipality.newDevice({ viewport: { width: 390, height: 844 } });
	await phone.arrive('Bo', '/');
	await phone.seesContact('online');
	await planIsHere(phone);
});

test('a browser that nobody has signed in on shows how to sign in, and nothing of the municipality', async ({
	municipality
}) => {
	await municipality.begin('example');
	const stranger = await municipality.newDevice();
	await stranger.visit('/plan');
	await expect(stranger.page.getByRole('heading', { name: 'Logga in', exact: true })).toBeVisible();
	// Two rare ways in, which show nothing either.
	await expect(stranger.page.getByRole('link')).toHaveText(['Nödinloggning', 'Visa en händelse på den här skärmen']);
	await expect(stranger.page.getByRole('button', { name: /utan inloggning/ })).toHaveCount(0);
});

test('an incident begun without a login, in flight mode, is taken over by the duty officer, and the tablet says so', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const laptop = await municipality.newDevice();
	await laptop.arrive('Åsa', '/', 'Tjänsteman i beredskap');
	const reader = await municipality.newDevice();
	await reader.visit(await municipality.invite('Lars', 'Läsare', ['reader']));
	await reader.page.getByLabel('Lösenord', { exact: true }).fill('kajen ligger i lä 7');
	await reader.page.getByRole('button', { name: 'Spara och logga in' }).click();
	const tablet = await sharedTablet(municipality);
	await joins(municipality, tablet, 'Anna', 'Loggförare');
	await tablet.workerIsReady();
	await locks(tablet);
	await planIsHere(tablet);
	tablet.network('cut');
	await tablet.seesContact('no-contact');
	const { page } = tablet;
	await page.getByRole('button', { name: 'Starta händelse utan inloggning' }).click();
	await page.getByLabel('Vad har hänt, och var?').fill('Dammen läcker');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Utan inloggning, ej verifierad', { exact: true })).toBeVisible();
	await tablet.write('Vatten i källaren');
	await tablet.write('Vägen är avstängd');
	await expect(tablet.entry('Vatten i källaren')).toContainText('Platta Sjörum · Utan inloggning');
	await expect(page.getByRole('button', { name: /Rätta|Oklassad/ })).toHaveCount(0);
	await isAccessible(tablet);
	await page.getByRole('link', { name: 'Till låsskärmen' }).click();
	await expect(page.getByRole('link', { name: /Dammen läcker/ })).toBeVisible();
	tablet.network('whole');

	await laptop.visit('/');
	const card = laptop.page.getByRole('region', { name: /startades utan inloggning på Platta Sjörum/ });
	await expect(card).toContainText('Vatten i källaren', { timeout: 30_000 });
	await expect(card).toContainText('Vägen är avstängd');
	await isAccessible(laptop);
	await reader.visit('/');
	await expect(reader.page.getByRole('heading', { name: 'Läge' })).toBeVisible();
	await expect(reader.page.getByText('Dammen läcker')).toHaveCount(0);
	await card.getByRole('button', { name: 'Ta över' }).click();
	await laptop.page.waitForURL(/\/incident\//);
	await expect(laptop.entry('Vatten i källaren')).toContainText('Platta Sjörum · Utan inloggning');
	await expect(laptop.entry('Övertagen av Åsa med 2 anteckningar')).toContainText('Nr 3');

	await page.getByRole('link', { name: /Dammen läcker.*Övertagen/ }).click({ timeout: 30_000 });
	await expect(page.getByText(/Övertagen av Åsa/).first()).toBeVisible();
	await expect(page.getByLabel('Vad har hänt?')).toHaveCount(0);
	await page.getByRole('link', { name: 'Till låsskärmen' }).click();
	await unlocks(tablet, 'Anna');
	await expect(page.getByRole('link', { name: /Dammen läcker/ })).toBeVisible();
});

test('what was begun by mistake is put aside with a reason', async ({ municipality }) => {
	await municipality.begin('templates');
	const laptop = await municipality.newDevice();
	await laptop.arrive('Åsa', '/', 'Tjänsteman i beredskap');
	const tablet = await sharedTablet(municipality);
	const { page } = tablet;
	await page.getByRole('button', { name: 'Starta händelse utan inloggning' }).click();
	await page.getByLabel('Vad har hänt, och var?').fill('Någon provar');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Utan inloggning, ej verifierad', { exact: true })).toBeVisible();
	const card = laptop.page.getByRole('region', { name: /startades utan inloggning på Platta Sjörum/ });
	await card.getByRole('button', { name: 'Lägg åt sidan' }).click({ timeout: 30_000 });
	const dialog = laptop.page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Lägg åt sidan' }).click();
	await expect(dialog).toContainText('Skriv skälet');
	await dialog.getByLabel('Skäl').fill('Prov av plattan');
	await dialog.getByRole('button', { name: 'Lägg åt sidan' }).click();
	await expect(card).toHaveCount(0);
	await expect(page.getByText(/Lagd åt sidan av Åsa/).first()).toBeVisible({ timeout: 30_000 });
	await expect(page.getByText('Prov av plattan')).toBeVisible();
});
