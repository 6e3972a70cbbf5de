// The browser's storage fails, fills, vanishes or is newer than the app; the person is told and nothing acknowledged is lost.
import { expect, tabletInTheLog, test, type Device } from '../support/municipality.ts';

test('when IndexedDB loses its connection the text stays on screen and is saved as soon as it is back', async ({
	municipality
}) => {
	// C13, R15
	const [tablet, log] = await tabletInTheLog(municipality);
	await tablet.page.addInitScript(() => {
		const original = Reflect.get(IDBDatabase.prototype, 'transaction') as (...parameters: unknown[]) => IDBTransaction;
		Reflect.set(IDBDatabase.prototype, 'transaction', function (this: IDBDatabase, ...parameters: unknown[]) {
			if (Reflect.get(window, 'storageIsBroken'))
				throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
			return original.apply(this, parameters);
		});
	});
	await tablet.visit(log);
	await tablet.seesContact('online');
	await expect(tablet.page.getByLabel('Vad har hänt?')).toBeVisible();
	await tablet.page.evaluate(() => Reflect.set(window, 'storageIsBroken', true));
	await tablet.page.getByLabel('Vad har hänt?').fill('Vatten stiger');
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(tablet.page.locator('html')).toHaveAttribute('data-storage', 'lost');
	await expect(tablet.page.getByLabel('Vad har hänt?')).toHaveValue('Vatten stiger');
	await tablet.page.evaluate(() => Reflect.set(window, 'storageIsBroken', false));
	await expect(tablet.entry('Vatten stiger')).toContainText('Nr 1');
	await expect(tablet.page.getByLabel('Vad har hänt?')).toHaveValue('');
});

test('when there is no room the text stays in the field, and can be saved once there is', async ({ municipality }) => {
	// C15, R14
	const [tablet] = await tabletInTheLog(municipality);
	await tablet.write('Innan det blev fullt');
	await expect(tablet.entry('Innan det blev fullt')).toContainText('Nr 1');
	await fillStorage(tablet);
	await tablet.page.getByLabel('Vad har hänt?').fill('Bron avstängd');
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(tablet.page.locator('html')).toHaveAttribute('data-storage', 'full');
	await expect(tablet.page.getByLabel('Vad har hänt?')).toHaveValue('Bron avstängd');
	await freeStorage(tablet);
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(tablet.entry('Bron avstängd')).toContainText('Nr 2');
});

test('when the browser has thrown everything away a new device begins, and its first entry is accepted', async ({
	municipality
}) => {
	// R13: a device id that outlived its storage would start again at number 1 and be taken for a repetition.
	const [tablet, log] = await tabletInTheLog(municipality);
	await tablet.write('Före rensningen');
	await expect(tablet.entry('Före rensningen')).toContainText('Nr 1');
	const session = await tablet.context.newCDPSession(tablet.page);
	await session.send('Storage.clearDataForOrigin', { origin: tablet.url, storageTypes: 'indexeddb' });
	await tablet.visit('/');
	await tablet.become('Åsa');
	await tablet.seesContact('online');
	await tablet.visit(log);
	await expect(tablet.entry('Före rensningen')).toBeVisible();
	await tablet.write('Efter rensningen');
	await expect(tablet.entry('Efter rensningen')).toContainText('Nr 2');
});

test('a build that was rolled back reads what a newer one has written, writes nothing and deletes nothing', async ({
	municipality
}) => {
	// R18
	const [tablet, log] = await tabletInTheLog(municipality);
	await tablet.write('Skrivet av den nya versionen');
	await expect(tablet.entry('Skrivet av den nya versionen')).toContainText('Nr 1');
	tablet.network('cut');
	await tablet.seesContact('no-contact');
	await tablet.write('Väntar på den nya versionen');
	await tablet.page.goto('about:blank');
	await tablet.page.goto(`${tablet.url}/icon.svg`);
	const waiting = await newerDatabase(tablet);
	tablet.network('whole');
	await tablet.visit(log);
	await expect(tablet.page.locator('html')).toHaveAttribute('data-storage', 'older-build');
	await expect(tablet.page.getByText('Äldre version. Bara läsning.').first()).toBeVisible();
	await expect(tablet.entry('Skrivet av den nya versionen')).toBeVisible();
	await expect(tablet.entry('Väntar på den nya versionen')).toContainText('Skickas');
	await tablet.page.getByLabel('Vad har hänt?').fill('Försöker skriva');
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(tablet.page.getByRole('alert')).toContainText('Här går det att läsa, inte skriva.');
	await expect(tablet.page.getByLabel('Vad har hänt?')).toHaveValue('Försöker skriva');
	await tablet.page.goto('about:blank');
	await tablet.page.goto(`${tablet.url}/icon.svg`);
	expect(await newerDatabase(tablet)).toEqual(waiting);
});

/** Gives the replica a later version, as a newer build would, and returns what waits in its outbox. */
async function newerDatabase(device: Device): Promise<unknown> {
	return device.page.evaluate(async () => {
		const { name = '', version = 0 } =
			(await indexedDB.databases()).find((database) => database.name?.startsWith('replica')) ?? {};
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(name, version + 10);
			request.onupgradeneeded = () => {
				if (!request.result.objectStoreNames.contains('later')) request.result.createObjectStore('later');
			};
			request.onsuccess = () => {
				resolve(request.result);
			};
			request.onerror = () => {
				reject(new Error('The replica does not open'));
			};
			request.onblocked = () => {
				reject(new Error('The replica is still open'));
			};
		});
		const asked = db.transaction('outbox').objectStore('outbox').getAll();
		await new Promise((resolve) => (asked.onsuccess = resolve));
		db.close();
		return asked.result as unknown;
	});
}

/** Gives the origin 4 MB in all and fills what is left of it to the last kilobyte. */
async function fillStorage(device: Device): Promise<void> {
	const session = await device.context.newCDPSession(device.page);
	await session.send('Storage.overrideQuotaForOrigin', { origin: device.url, quotaSize: 4_000_000 });
	await device.page.evaluate(async () => {
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open('filler', 1);
			request.onupgradeneeded = () => request.result.createObjectStore('blocks', { autoIncrement: true });
			request.onsuccess = () => {
				resolve(request.result);
			};
			request.onerror = () => {
				reject(new Error('The filler does not open'));
			};
		});
		for (let size = 1_000_000; size >= 100;) {
			const fits = await new Promise<boolean>((resolve) => {
				const transaction = db.transaction('blocks', 'readwrite', { durability: 'strict' });
				transaction.objectStore('blocks').add('x'.repeat(size));
				transaction.oncomplete = () => {
					resolve(true);
				};
				transaction.onabort = () => {
					resolve(false);
				};
			});
			if (!fits) size = Math.floor(size / 4);
		}
		db.close();
	});
}

async function freeStorage(device: Device): Promise<void> {
	const session = await device.context.newCDPSession(device.page);
	await session.send('Storage.overrideQuotaForOrigin', { origin: device.url });
	await device.page.evaluate(() => indexedDB.deleteDatabase('filler'));
}
