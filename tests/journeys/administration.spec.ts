// What an administrator does: from the terminal's address to the first incident, letting others in, and shutting them out.
import AxeBuilder from '@axe-core/playwright';
import { newId, systemRandom } from '#lib/kernel/index.ts';
import { expect, test, type Device, type Municipality } from '../support/municipality.ts';
import { PASSWORD, signIn } from '../support/staff.ts';
import { WireDevice } from '../support/wire-device.ts';

const WITHIN_5_S = { timeout: 5_000 };

/** The administrator at a laptop, in an otherwise empty municipality. */
async function administrator(municipality: Municipality): Promise<Device> {
	await municipality.begin('empty');
	const laptop = await municipality.newDevice({ viewport: { width: 1440, height: 900 } });
	await laptop.arrive('Karin Söder', '/', 'Säkerhetschef');
	await laptop.seesContact('online');
	return laptop;
}

/** Opens an invitation and chooses a password, as whoever was invited does. */
async function accept(device: Device, path: string): Promise<void> {
	await device.visit(path);
	await device.page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
	await device.page.getByRole('button', { name: 'Spara och logga in' }).click();
	await device.seesContact('online');
}

/** Adds a person on the page; it is theirs that is shown then. */
async function addPerson({ page }: Device, person: { name: string; title: string; email: string }): Promise<void> {
	await page.getByRole('button', { name: 'Lägg till person' }).click();
	await page.getByLabel('Namn', { exact: true }).fill(person.name);
	await page.getByLabel('Titel, som den ska stå i dagboken').fill(person.title);
	await page.getByLabel('E-post').fill(person.email);
	await page.getByRole('button', { name: 'Spara' }).click();
	await expect(page.getByRole('heading', { name: person.name, level: 1 })).toBeVisible();
}

/** Invites whoever's page is shown; the path of the link. */
async function invitation({ page }: Device): Promise<string> {
	await page.getByRole('button', { name: 'Bjud in' }).click();
	const dialog = page.getByRole('dialog', { name: /^Inbjudan till/ });
	await expect(dialog.getByRole('img', { name: 'QR-kod med länken' })).toBeVisible();
	await expect(dialog.getByText(/^Fungerar en gång, till \d+ \p{L}+ \d{4} \d\d:\d\d\.$/u)).toBeVisible();
	const link = /http\S+/.exec(await dialog.innerText())?.[0] ?? '';
	await expect(dialog.getByRole('link', { name: 'Skicka e-post' })).toHaveAttribute(
		'href',
		new RegExp(encodeURIComponent(link).replaceAll('.', '\\.'))
	);
	await dialog.getByRole('button', { name: 'Stäng' }).click();
	return new URL(link).pathname;
}

test('from the address in the terminal to the first incident, all by hand', async ({ municipality }) => {
	const [path = ''] = /\/setup\/[\w-]+/.exec(municipality.server.log) ?? [];
	const laptop = await municipality.newDevice();
	const { page } = laptop;
	await laptop.visit(path);
	await page.getByRole('radio', { name: /^Mallar för kommunen/ }).check();
	await page.getByRole('textbox', { name: 'Kommunens namn' }).fill('Sjövalla kommun');
	await page.getByLabel('Ditt namn').fill('Karin Söder');
	await page.getByLabel('Din roll, som den ska stå i dagboken').fill('Säkerhetschef');
	await page.getByLabel('Inloggning (e-post)').fill('karin.soder@sjovalla.example');
	await page.getByLabel('Lösenord', { exact: true }).fill('kort');
	await page.getByRole('button', { name: 'Sätt i gång' }).click();
	await expect(page.getByRole('alert')).toContainText('för kort');
	await page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
	await page.getByRole('button', { name: 'Sätt i gång' }).click();
	await expect(page.getByRole('banner').getByText('Sjövalla kommun')).toBeVisible();
	await page.getByRole('button', { name: 'Starta händelse' }).click();
	await page.getByLabel('Vad har hänt, och var?').fill('Översvämning, Hamngatan');
	await page.getByRole('button', { name: 'Starta – SKARPT' }).click();
	await laptop.write('Vattnet står 40 cm över kajen');
	await expect(page.getByText('Karin Söder · Säkerhetschef')).toBeVisible();

	const other = await municipality.newDevice();
	await other.visit(path);
	await other.page.getByRole('radio', { name: /^Mallar för kommunen/ }).check();
	await other.page.getByRole('textbox', { name: 'Kommunens namn' }).fill('En annan kommun');
	await other.page.getByLabel('Ditt namn').fill('Någon Annan');
	await other.page.getByLabel('Din roll, som den ska stå i dagboken').fill('Inkräktare');
	await other.page.getByLabel('Inloggning (e-post)').fill('nagon@annan.example');
	await other.page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
	await other.page.getByRole('button', { name: 'Sätt i gång' }).click();
	await expect(other.page.getByRole('alert')).toContainText('Länken gäller inte längre');
});

test('an invited log keeper writes in the log but decides no level, until the role is withdrawn', async ({
	municipality
}) => {
	const laptop = await administrator(municipality);
	const log = await municipality.startIncident(laptop);
	await laptop.page.getByRole('link', { name: 'Mer', exact: true }).click();
	await laptop.page.getByRole('link', { name: 'Personer', exact: true }).click();
	await addPerson(laptop, { name: 'Bo Åkerman', title: 'Loggförare', email: 'bo@sjovalla.example' });
	await expect(laptop.page.getByText('Ingen roll', { exact: true })).toBeVisible();
	await laptop.page.getByRole('button', { name: 'Ge roll' }).click();
	const dialog = laptop.page.getByRole('dialog', { name: 'Ge roll' });
	await dialog.getByLabel('Roll', { exact: true }).selectOption('Loggförare');
	await dialog.getByLabel('Var').selectOption('Händelse: Översvämning');
	await dialog.getByRole('button', { name: 'Ge roll' }).click();
	await expect(laptop.page.getByText('Loggförare · Händelse: Översvämning')).toBeVisible();
	const link = await invitation(laptop);

	const tablet = await municipality.newDevice();
	await accept(tablet, link);
	await tablet.page.getByRole('link', { name: /Översvämning/ }).click();
	await tablet.write('Kajen avspärrad');
	await expect(laptop.page.getByText(/^Senast sedd/)).toBeVisible();
	await expect(tablet.page.getByRole('link', { name: 'Allt mottaget' })).toBeVisible();
	await expect(tablet.page.getByRole('button', { name: 'Byt läge' })).toBeHidden();
	await expect(tablet.page.getByRole('button', { name: 'Avsluta' })).toBeHidden();
	await tablet.page.getByRole('link', { name: 'Läge', exact: true }).click();
	await expect(tablet.page.getByRole('link', { name: /Översvämning/ })).toBeVisible();
	await expect(tablet.page.getByRole('button', { name: 'Starta händelse' })).toBeHidden();
	await tablet.visit('/more');
	await expect(tablet.page.getByRole('heading', { name: 'Enheten' })).toBeVisible();
	await expect(tablet.page.getByRole('link', { name: 'Personer' })).toBeHidden();
	for (const path of ['/more/people', '/more/rights', '/more/devices', '/more/municipality']) {
		await tablet.visit(path);
		await expect(tablet.page.getByText('Det här är administratörens sida.')).toBeVisible();
	}

	// What the page does not offer, the server does not take either.
	const bo = await signIn(municipality.server.url, 'bo@sjovalla.example', PASSWORD);
	const wire = await WireDevice.meet(municipality.server.url, 'forged', bo);
	const incidentId = log.split('/').at(-1) ?? '';
	const change = {
		changeId: newId(1, systemRandom),
		entryId: newId(2, systemRandom),
		incidentId,
		level: 4,
		reason: '!'
	};
	await expect(wire.do('incident.setLevel', change)).rejects.toThrow('access.not-permitted');
	await expect(wire.do('incident.start', { incidentId: 'own', kind: 'incident', title: 'Egen' })).rejects.toThrow(
		'access.not-permitted'
	);
	wire.close();

	await tablet.visit(log);
	await expect(tablet.entry('Kajen avspärrad')).toBeVisible();
	await laptop.page.getByRole('button', { name: /^Ta bort rollen Loggförare/ }).click();
	await laptop.page.getByRole('dialog').getByRole('button', { name: 'Ta bort rollen' }).click();
	await expect(tablet.page.getByText('Kajen avspärrad')).toBeHidden(WITHIN_5_S);
	await expect(tablet.page.getByLabel('Vad har hänt?')).toBeHidden(WITHIN_5_S);
	await expect(laptop.page.getByText('Ingen roll', { exact: true })).toBeVisible();
});

test('a role given without a network waits for the server, and says so', async ({ municipality }) => {
	const laptop = await administrator(municipality);
	await laptop.visit('/more/people');
	await addPerson(laptop, { name: 'Bo Åkerman', title: 'Loggförare', email: 'bo@sjovalla.example' });
	laptop.network('cut');
	await laptop.seesContact('no-contact');
	await laptop.page.getByRole('button', { name: 'Ge roll' }).click();
	await laptop.page.getByRole('dialog').getByRole('button', { name: 'Ge roll' }).click();
	await expect(laptop.page.getByText('Väntar på servern', { exact: true })).toBeVisible();
	laptop.network('whole');
	await expect(laptop.page.getByText('Väntar på servern', { exact: true })).toBeHidden({ timeout: 30_000 });
	await expect(laptop.page.getByText('Stabsmedlem · Hela kommunen')).toBeVisible();
});

test('the last administrator is told at once that the role cannot go', async ({ municipality }) => {
	const laptop = await administrator(municipality);
	await laptop.visit('/more/people');
	await laptop.page.getByRole('link', { name: 'Åsa Ek' }).click();
	await laptop.page.getByRole('button', { name: 'Ta bort rollen Administratör · Hela kommunen' }).click();
	await laptop.page.getByRole('dialog').getByRole('button', { name: 'Ta bort rollen' }).click();
	await expect(laptop.page.getByRole('dialog')).toBeHidden();
	await expect(laptop.page.getByText('Administratör · Hela kommunen')).toHaveCount(0);
	await laptop.visit('/more/people');
	await laptop.page.getByRole('main').getByRole('link', { name: 'Karin Söder' }).click();
	await laptop.page.getByRole('button', { name: 'Ta bort rollen Administratör · Hela kommunen' }).click();
	await expect(laptop.page.getByRole('alert')).toContainText('Det är den enda administratören');
	await laptop.page.getByRole('button', { name: 'Personen slutar' }).click();
	await expect(laptop.page.getByRole('alert')).toContainText('Det är den enda administratören');
});

for (const [when, cut] of [
	['with a network loses everything at once', false],
	['without a network loses everything at its next contact', true]
] as const) {
	test(`a barred device ${when}`, async ({ municipality }) => {
		const laptop = await administrator(municipality);
		await municipality.startIncident(laptop, 'Översvämning');
		await laptop.write('Hemligt: spärrlinjen går vid bron');
		const tablet = await municipality.newDevice();
		await accept(tablet, await municipality.invite('Bo Åkerman', 'Stabsmedlem', ['staffMember']));
		await tablet.page.getByRole('link', { name: /Översvämning/ }).click();
		await expect(tablet.entry('spärrlinjen')).toBeVisible();
		await tablet.workerIsReady();
		await laptop.visit('/more/devices');
		const row = laptop.page.getByRole('listitem').filter({ hasText: 'Bo Åkerman' }).first();
		await expect(row).toBeVisible();
		if (cut) {
			tablet.network('cut');
			await tablet.seesContact('no-contact');
		}
		await row.getByRole('button', { name: 'Byt namn' }).click();
		await laptop.page.getByLabel('Enhetens namn').fill('Sjörum-platta 3');
		await laptop.page.getByRole('dialog').getByRole('button', { name: 'Spara' }).click();
		await laptop.page.getByRole('button', { name: 'Spärra: Sjörum-platta 3' }).click();
		await expect(laptop.page.getByRole('dialog')).toContainText('annars vid nästa kontakt');
		await laptop.page.getByRole('button', { name: 'Spärra enheten' }).click();
		await expect(laptop.page.getByText(/^Spärrad \d/)).toBeVisible();
		if (cut) {
			await expect(tablet.entry('spärrlinjen')).toBeVisible();
			tablet.network('whole');
		}
		await expect(tablet.page.getByText('spärrlinjen')).toBeHidden(cut ? { timeout: 30_000 } : WITHIN_5_S);
		await expect(tablet.page.getByLabel('Inloggning (e-post)')).toBeVisible();
		await tablet.page.reload();
		await expect(tablet.page.getByLabel('Inloggning (e-post)')).toBeVisible();
		await tablet.page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
		const databases = await tablet.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
		expect(databases.filter((name) => /^beredd-(?!open)/.test(name ?? '')).length).toBeLessThanOrEqual(2);
	});
}

test('a tablet becomes one of the municipality’s by its link, and is listed as shared', async ({ municipality }) => {
	const laptop = await administrator(municipality);
	await laptop.visit('/more/devices');
	await laptop.page.getByRole('button', { name: 'Anslut en delad platta' }).click();
	await laptop.page.getByLabel('Enhetens namn').fill('Sjörum-platta 3');
	await laptop.page.getByRole('button', { name: 'Skapa länk' }).click();
	const dialog = laptop.page.getByRole('dialog', { name: 'Anslut Sjörum-platta 3' });
	await expect(dialog.getByRole('img', { name: 'QR-kod med länken' })).toBeVisible();
	const link = /http\S+/.exec(await dialog.innerText())?.[0] ?? '';
	await dialog.getByRole('button', { name: 'Stäng' }).click();
	const tablet = await municipality.newDevice();
	await tablet.visit(new URL(link).pathname);
	await tablet.page.getByRole('button', { name: 'Anslut enheten' }).click();
	await expect(tablet.page.getByRole('button', { name: 'Anslut enheten' })).toBeHidden();
	await laptop.page.reload();
	const row = laptop.page.getByRole('listitem').filter({ hasText: 'Sjörum-platta 3' });
	await expect(row).toContainText('Delad');
	await expect(row).toContainText('Ingen är inloggad');
});

test('what is changed of the municipality stands on every device, and a colour nobody could read is refused', async ({
	municipality
}) => {
	const laptop = await administrator(municipality);
	const tablet = await municipality.newDevice();
	await accept(tablet, await municipality.invite('Bo Åkerman', 'Stabsmedlem', ['staffMember']));
	const { page } = laptop;
	await laptop.visit('/more/municipality');
	await page.getByLabel('Kommunens namn').fill('Sjövalla kommun');
	await page.getByLabel('Telefon till tjänsteman i beredskap').fill('0485-470 00');
	await page.getByLabel('Dagar en enhet öppnar utan kontakt').fill('90');
	await page.getByRole('button', { name: 'Spara', exact: true }).click();
	await expect(page.getByText('Skriv ett helt tal från 1 till 30.')).toBeVisible();
	await expect(tablet.page.getByRole('banner').getByText('Sjövalla kommun')).toBeHidden();
	await page.getByLabel('Dagar en enhet öppnar utan kontakt').fill('5');
	await page.getByRole('checkbox', { name: 'Använd egen färg' }).check();
	await page.locator('input[type=color]').fill('#ffd23f');
	await page.getByRole('button', { name: 'Spara', exact: true }).click();
	await expect(page.getByText('Färgen är för ljus').first()).toBeVisible();
	await expect(tablet.page.getByRole('banner').getByText('Sjövalla kommun')).toBeHidden();
	await page.locator('input[type=color]').fill('#7a1f5c');
	await page.getByRole('button', { name: 'Spara', exact: true }).click();
	await expect(page.getByText('Sparat', { exact: true })).toBeVisible();
	await expect(tablet.page.locator('header').getByText('Sjövalla kommun')).toBeVisible();
	const action = (): Promise<string> =>
		tablet.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--action'));
	expect(await action()).toBe('#7a1f5c');
	await tablet.page.evaluate(() => {
		document.documentElement.dataset['theme'] = 'natt';
	});
	expect(await action()).toBe('#e0a870');

	await page.getByRole('button', { name: 'Lägg till i Nämnder' }).click();
	await page.getByRole('dialog').getByLabel('Namn').fill('Socialnämnden');
	await page.getByRole('dialog').getByRole('button', { name: 'Spara' }).click();
	await expect(page.getByText('Socialnämnden')).toBeVisible();
	const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 600, height: 400 } });
	await page.getByLabel('Välj bild').setInputFiles({ name: 'vapen.png', mimeType: 'image/png', buffer: picture });
	const crest = tablet.page.locator('header img');
	await expect(crest).toHaveAttribute('src', /^data:image\/png;base64,iVBOR/);
	expect(await crest.evaluate((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0))).toBe(256);
	const drawn = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
	await page.getByLabel('Välj bild').setInputFiles({ name: 'vapen.svg', mimeType: 'image/svg+xml', buffer: drawn });
	await expect(page.getByText('Filen går inte att läsa som bild.')).toBeVisible();
});

test('each page of the administration is free of what axe finds, and no wider than a phone', async ({
	municipality
}) => {
	test.setTimeout(400_000);
	const laptop = await administrator(municipality);
	const { page } = laptop;
	await laptop.visit('/more/people');
	await addPerson(laptop, { name: 'Bo Åkerman', title: 'Loggförare', email: 'bo@sjovalla.example' });
	const person = new URL(page.url()).pathname;
	const found: string[] = [];
	const look = async (where: string): Promise<void> => {
		const { violations } = await new AxeBuilder({ page }).analyze();
		found.push(...violations.map(({ id, nodes }) => `${where} ${id}: ${nodes[0]?.html ?? ''}`));
	};
	for (const theme of ['light', 'dark']) {
		await page.evaluate((chosen) => {
			localStorage.setItem('beredd.theme', chosen);
		}, theme);
		for (const path of ['/more', '/more/people', person, '/more/rights', '/more/devices', '/more/municipality']) {
			await page.setViewportSize({ width: 1440, height: 900 });
			await laptop.visit(path);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			await page.waitForFunction(() => document.fonts.status === 'loaded');
			await look(`${theme} ${path}`);
			await page.setViewportSize({ width: 390, height: 844 });
			const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
			if (wide > 0) found.push(`${theme} ${path} is ${wide} px too wide`);
			await look(`${theme} phone ${path}`);
		}
		await page.setViewportSize({ width: 1440, height: 900 });
		await laptop.visit(person);
		await page.getByRole('button', { name: 'Ge roll' }).click();
		await look(`${theme} give`);
		await page.keyboard.press('Escape');
		await page.getByRole('button', { name: 'Bjud in' }).click();
		await expect(page.getByRole('img', { name: 'QR-kod med länken' })).toBeVisible();
		await look(`${theme} invite`);
	}
	expect(found).toEqual([]);
});

test('with the keyboard alone somebody is added, given a role and invited', async ({ municipality }) => {
	const laptop = await administrator(municipality);
	const { page } = laptop;
	await laptop.visit('/more');
	const to = async (role: 'link' | 'button' | 'combobox', name: string): Promise<void> => {
		const target = page.getByRole(role, { name, exact: true }).last();
		await expect(target).toBeVisible();
		for (let presses = 0; presses < 60; presses += 1) {
			if (await target.evaluate((one) => one === document.activeElement)) return;
			await page.keyboard.press('Tab');
		}
		throw new Error(`The keyboard never came to ${name}`);
	};
	await to('link', 'Personer');
	await page.keyboard.press('Enter');
	await to('button', 'Lägg till person');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'Lägg till person' })).toBeVisible();
	await page.getByLabel('Namn', { exact: true }).focus();
	await page.keyboard.type('Dan Vik');
	await page.keyboard.press('Tab');
	await page.keyboard.type('Kommunikatör');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Dan Vik', level: 1 })).toBeVisible();
	await to('button', 'Ge roll');
	await page.keyboard.press('Enter');
	await to('combobox', 'Roll');
	await page.keyboard.press('End');
	await to('button', 'Ge roll');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Läsare · Hela kommunen')).toBeVisible();
	await to('button', 'Bjud in');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog', { name: 'Inbjudan till Dan Vik' })).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(page.getByRole('button', { name: 'Bjud in' })).toBeFocused();
});
