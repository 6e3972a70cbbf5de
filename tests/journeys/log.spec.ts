// The log as a record: corrected by new entries, sorted out afterwards, and there before all of it has come.
import { momentText } from '#lib/features/journal/wall-clock.ts';
import { expect, tabletInTheLog, test, type Device, type Municipality } from '../support/municipality.ts';
import { WireDevice } from '../support/wire-device.ts';

const PHONE = { width: 390, height: 844 };
const TABLET = { width: 1180, height: 820 };
const MINUTE_MS = 60_000;

/** The time of day in Stockholm, as people type it. */
function clock(at: number): string {
	return new Date(at).toLocaleTimeString('sv-SE', { timeZone: 'Europe/Stockholm', timeStyle: 'short' });
}

/** A flood whose log has one entry for each of the last `count` minutes. */
async function longFlood(municipality: Municipality, count: number): Promise<WireDevice> {
	await municipality.begin('empty');
	const clerk = await WireDevice.meet(municipality.server.url, 'clerk');
	await clerk.push([clerk.start('Översvämning')]);
	const entries = Array.from({ length: count }, (_, n) => {
		const entry = clerk.entry(`Rad ${n}. ${'Vattnet stiger vid bron. '.repeat(1 + (n % 4))}`);
		const at = Date.now() - (count - n) * MINUTE_MS;
		return { ...entry, at, args: { ...(entry.args as object), happenedAt: at } };
	});
	for (let from = 0; from < count; from += 100) await clerk.push(entries.slice(from, from + 100));
	return clerk;
}

/** All of the entry is on screen, between the strip on top and the field at the bottom. */
async function standsAboveTheField(device: Device, text: string): Promise<void> {
	const field = device.page.locator('form', { has: device.page.getByLabel('Vad har hänt?') });
	await expect(async () => {
		const [entry, form, strip] = await Promise.all(
			[device.entry(text), field, device.page.locator('header').first()].map((one) => one.boundingBox())
		);
		if (!entry || !form || !strip) throw new Error('Something is not on screen');
		expect(entry.y + entry.height).toBeLessThanOrEqual(form.y + 1);
		expect(entry.y).toBeGreaterThanOrEqual(strip.y + strip.height);
		expect(form.y + form.height).toBeLessThanOrEqual(device.page.viewportSize()?.height ?? 0);
	}).toPass({ timeout: 10_000 });
}

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

for (const [device, viewport] of [
	['tablet', TABLET],
	['phone', PHONE]
] as const) {
	test(`on a ${device} the newest entry stands above the field: at first, once written, and when another writes`, async ({
		municipality
	}) => {
		const clerk = await longFlood(municipality, 60);
		const reader = await municipality.newDevice({ viewport });
		await reader.arrive('Åsa', '/incident/flood');
		await standsAboveTheField(reader, 'Rad 59.');
		await reader.write(`Min egen rad. ${'Vattnet stiger vid bron. '.repeat(6)}`);
		await standsAboveTheField(reader, 'Min egen rad.');
		const others = Array.from({ length: 5 }, (_, n) => {
			const entry = clerk.entry(`Från en annan ${n}. ${'Vattnet stiger vid bron. '.repeat(6)}`);
			return { ...entry, at: Date.now(), args: { ...(entry.args as object), happenedAt: Date.now() + n } };
		});
		await clerk.push(others);
		await standsAboveTheField(reader, 'Från en annan 4.');
	});

	test(`on a ${device} the types of the last entry open in view, and the keyboard goes in and out of them`, async ({
		municipality
	}) => {
		await longFlood(municipality, 30);
		const reader = await municipality.newDevice({ viewport });
		await reader.arrive('Åsa', '/incident/flood');
		await standsAboveTheField(reader, 'Rad 29.');
		const last = reader.entry('Rad 29.');
		const opens = last.getByRole('button', { name: 'Oklassad' });
		await opens.click();
		const types = last.getByRole('group', { name: 'Klassa' });
		await expect(types.getByRole('button').first()).toBeFocused();
		await standsAboveTheField(reader, 'Rad 29.');
		await reader.page.keyboard.press('Shift+Tab');
		await expect(opens).toBeFocused();
		await reader.page.keyboard.press('Tab');
		await expect(types.getByRole('button').first()).toBeFocused();
		await reader.page.keyboard.press('Escape');
		await expect(types).toBeHidden();
		await expect(opens).toBeFocused();
		await reader.page.keyboard.press('Enter');
		await types.getByRole('button', { name: 'Beslut' }).press('Enter');
		await expect(last.getByRole('button', { name: 'Beslut' })).toBeFocused();
	});
}

test('whoever reads further up stays there when another writes', async ({ municipality }) => {
	const clerk = await longFlood(municipality, 40);
	const reader = await municipality.newDevice();
	await reader.arrive('Åsa', '/incident/flood');
	await standsAboveTheField(reader, 'Rad 39.');
	await reader.page.mouse.move(500, 400);
	await reader.page.mouse.wheel(0, -1_200);
	await expect(reader.entry('Rad 39.')).not.toBeInViewport();
	const entry = clerk.entry('Från en annan');
	await clerk.push([{ ...entry, at: Date.now(), args: { ...(entry.args as object), happenedAt: Date.now() } }]);
	await expect(reader.entry('Från en annan')).toBeAttached();
	await expect(reader.entry('Från en annan')).not.toBeInViewport();
});

test('a decision on the level needs its reason, and stands in everyone’s log with it', async ({ municipality }) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	const other = await municipality.newDevice();
	await other.arrive('Bo', log);
	await tablet.page.getByRole('button', { name: 'Byt läge' }).click();
	const dialog = tablet.page.getByRole('dialog', { name: 'Byt läge' });
	await dialog.getByLabel('Läge').selectOption('2');
	await dialog.getByRole('button', { name: 'Besluta' }).click();
	await expect(dialog.getByText('Skriv skälet. Det står sedan i dagboken.')).toBeVisible();
	await dialog.getByLabel('Skäl').fill('Bron kan ge vika');
	await dialog.getByRole('button', { name: 'Besluta' }).dblclick();
	await expect(dialog).toBeHidden();
	for (const device of [tablet, other]) {
		await expect(device.entry('Läge 2 beslutat. Skäl: Bron kan ge vika')).toContainText('Nr 1');
		await expect(device.entry('Läge 2 beslutat.')).toContainText('Åsa');
		await expect(device.entries()).toHaveCount(1);
	}
	// As the plan promises, the level stands on top of every page, on every device, until the incident has ended.
	await other.visit('/plan');
	await expect(other.page.getByRole('link', { name: 'Läge 2', exact: true })).toBeVisible();
	await tablet.page.getByRole('button', { name: 'Avsluta händelsen' }).click();
	await tablet.page.getByRole('button', { name: 'Avsluta – SKARPT' }).click();
	await expect(other.page.getByRole('link', { name: 'Läge 2', exact: true })).toBeHidden();
});

test('a planned time stays in the text, and so does one that is left there by a button', async ({ municipality }) => {
	const [tablet] = await tabletInTheLog(municipality);
	const { page } = tablet;
	const planned = `${clock(Date.now() + 60 * MINUTE_MS)} möte med skolan`;
	await tablet.write(planned);
	await expect(tablet.entry(planned).locator('.text')).toHaveText(planned);
	const past = Date.now() - 60 * MINUTE_MS;
	await page.getByLabel('Vad har hänt?').fill(`${clock(past)} bussen gick`);
	await expect(page.getByText(`hände ${momentText(past, Date.now())}`, { exact: true })).toBeVisible();
	await page.getByRole('button', { name: 'Låt tiden stå i texten' }).click();
	await expect(page.getByText(/^hände/)).toBeHidden();
	await page.keyboard.press('Enter');
	await expect(tablet.entry('bussen gick').locator('.text')).toHaveText(`${clock(past)} bussen gick`);
	await page.getByLabel('Vad har hänt?').fill(`${clock(past)} bussen kom`);
	await page.keyboard.press('Enter');
	await expect(tablet.entry('bussen kom').locator('.text')).toHaveText('bussen kom');
	await expect(tablet.entry('bussen kom').getByText(clock(past))).toBeVisible();
});

test('what one was typing when another ended the incident stays on screen, can be copied, and is there after a reload', async ({
	municipality
}) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	const other = await municipality.newDevice();
	await other.arrive('Bo', log);
	await tablet.page.getByLabel('Vad har hänt?').fill('Sista bussen är');
	await other.page.getByRole('button', { name: 'Avsluta händelsen' }).click();
	await other.page.getByRole('button', { name: 'Avsluta – SKARPT' }).click();
	const sentence = 'Dagboken stängdes innan du hann spara. Texten finns kvar här och kan kopieras.';
	await expect(tablet.page.getByRole('alert')).toHaveText(sentence);
	await expect(tablet.page.getByText('Sista bussen är')).toBeVisible();
	await tablet.context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await tablet.page.getByRole('button', { name: 'Kopiera' }).click();
	await expect(tablet.page.getByText('Kopierat')).toBeVisible();
	expect(await tablet.page.evaluate(() => navigator.clipboard.readText())).toBe('Sista bussen är');
	await tablet.visit(log);
	await expect(tablet.page.getByText('Sista bussen är')).toBeVisible();
	await expect(other.page.getByText('Inget skrevs.')).toBeVisible();
	await expect(other.page.getByText('Skriv det första som hänt.')).toBeHidden();
});

test('a correction that was not saved waits at its own entry; pressed twice it is one; it may change only the time', async ({
	municipality
}) => {
	const [tablet] = await tabletInTheLog(municipality);
	await tablet.write('Bussen har 20 elever.');
	await tablet.write('Skolan stängs.');
	const dialog = tablet.page.getByRole('dialog', { name: 'Rätta anteckning' });
	const correct = (text: string) => tablet.entry(text).getByRole('button', { name: 'Rätta' }).click();
	await correct('20 elever');
	await dialog.getByLabel('Så här ska det vara').fill('Bussen har 22 elever.');
	await dialog.getByRole('button', { name: 'Avbryt' }).click();
	await correct('Skolan stängs');
	await expect(dialog.getByLabel('Så här ska det vara')).toHaveValue('Skolan stängs.');
	await dialog.getByRole('button', { name: 'Avbryt' }).click();
	await correct('20 elever');
	await expect(dialog.getByLabel('Så här ska det vara')).toHaveValue('Bussen har 22 elever.');
	await dialog.getByRole('button', { name: 'Spara' }).dblclick();
	await expect(dialog).toBeHidden();
	await expect(tablet.entry('22 elever')).toContainText('Nr 3');
	await expect(tablet.entry('22 elever')).toHaveCount(1);

	await correct('Skolan stängs');
	await dialog.getByRole('button', { name: 'Spara' }).click();
	await expect(dialog.getByText('Ändra texten eller tiden.')).toBeVisible();
	await dialog.getByLabel('Hände klockan').fill('nyss');
	await dialog.getByRole('button', { name: 'Spara' }).click();
	await expect(dialog.getByText('Skriv tiden som 14:05.')).toBeVisible();
	const moment = Date.now() - 90 * MINUTE_MS;
	await dialog.getByLabel('Hände klockan').fill(clock(moment));
	await dialog.getByRole('button', { name: 'Spara' }).click();
	const correction = tablet.entry('Rättelse av Nr 2');
	await expect(correction.locator('.text')).toHaveText('Skolan stängs.');
	await expect(correction.locator('time')).toHaveText(clock(moment));
});

test('an incident is started with Enter, once however often one presses, and needs a line of words', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	const { page } = tablet;
	await page.getByRole('button', { name: 'Starta händelse' }).click();
	await page.getByRole('button', { name: 'Starta – SKARPT' }).click();
	await expect(page.getByText('Skriv vad som har hänt. En rad räcker.')).toBeVisible();
	await page.getByLabel('Vad har hänt, och var?').fill('Översvämning');
	await page.getByLabel('Vad har hänt, och var?').evaluate((field: HTMLInputElement) => {
		for (let n = 0; n < 3; n += 1) field.form?.requestSubmit();
	});
	await page.waitForURL(/\/incident\//);
	await page.getByRole('button', { name: 'Byt läge' }).click();
	await page.getByLabel('Skäl').fill('Bron kan ge vika');
	await page.getByRole('button', { name: 'Besluta' }).click();
	await expect(tablet.entry('Läge 1 beslutat.')).toBeVisible();
	await tablet.visit('/');
	await expect(page.getByRole('link', { name: 'Översvämning' })).toHaveCount(1);
	await expect(page.getByRole('link', { name: 'Översvämning' })).toContainText('av Åsa · Läge 1');
});

test('a minute from long ago is saved above what is shown: the writer is told, and taken there', async ({
	municipality
}) => {
	await longFlood(municipality, 300);
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/incident/flood');
	await standsAboveTheField(tablet, 'Rad 299.');
	await tablet.page.getByLabel('Vad har hänt?').fill('för 280 min sedan Bron stängdes');
	await tablet.page.keyboard.press('Enter');
	await expect(tablet.page.getByText(/^Sparad .*\d\d:\d\d, längre upp/)).toBeVisible();
	await expect(tablet.entry('Bron stängdes')).toHaveCount(0);
	await tablet.page.getByRole('button', { name: 'Visa den' }).click();
	await expect(tablet.entry('Bron stängdes')).toBeInViewport();
	await expect(tablet.page.getByText(/^Sparad .*längre upp/)).toBeHidden();
});

test('as written, what tells of long ago stands last though it is just written', async ({ municipality }) => {
	await longFlood(municipality, 300);
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/incident/flood');
	await standsAboveTheField(tablet, 'Rad 299.');
	await tablet.page.getByLabel('Som skrivet').check();
	await tablet.page.getByLabel('Vad har hänt?').fill('för 280 min sedan Bron stängdes');
	await tablet.page.keyboard.press('Enter');
	await standsAboveTheField(tablet, 'Bron stängdes');
	await expect(tablet.entries().last()).toContainText('Bron stängdes');
});

test('on a phone the head takes three rows at most and the field the whole width, on the surface’s colour', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const phone = await municipality.newDevice({ viewport: PHONE });
	await phone.arrive('Åsa', '/');
	await municipality.startIncident(phone, 'Brand, Hamngatan 4');
	const { page } = phone;
	const boxOf = async (of: ReturnType<typeof page.getByText>) => {
		const box = await of.boundingBox();
		if (!box) throw new Error('It is not on screen');
		return box;
	};
	const [title, time] = [
		await boxOf(page.getByRole('heading', { level: 1 })),
		await boxOf(page.locator('.head > time'))
	];
	expect(time.y).toBeLessThan(title.y + title.height);
	const change = await boxOf(page.getByRole('button', { name: 'Byt läge' }));
	const end = await boxOf(page.getByRole('button', { name: 'Avsluta händelsen' }));
	expect(Math.abs(change.y - end.y)).toBeLessThanOrEqual(2);
	const field = page.getByLabel('Vad har hänt?');
	expect((await boxOf(field)).width).toBeGreaterThan(300);
	const colours = await field.evaluate((one) => {
		const form = one.closest('form');
		return [getComputedStyle(one).backgroundColor, form && getComputedStyle(form).backgroundColor];
	});
	expect(colours[0]).toBe('rgb(255, 255, 255)');
});

test('when the storage refuses, the field says so, keeps the text and can be written in', async ({ municipality }) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	const { page } = tablet;
	await tablet.write('Före felet');
	await expect(tablet.entry('Före felet')).toContainText('Nr 1');
	await page.addInitScript(() => {
		const original = Reflect.get(IDBDatabase.prototype, 'transaction') as (...parameters: unknown[]) => IDBTransaction;
		Reflect.set(IDBDatabase.prototype, 'transaction', function (this: IDBDatabase, ...parameters: unknown[]) {
			// No lost connection, which would be waited for, but a fault that is told at once.
			if (Reflect.get(window, 'storageRefuses')) throw new DOMException('The disk has a fault', 'NotReadableError');
			return original.apply(this, parameters);
		});
	});
	await tablet.visit(log);
	await tablet.seesContact('online');
	const field = page.getByLabel('Vad har hänt?');
	await expect(field).toBeVisible();
	await page.evaluate(() => Reflect.set(window, 'storageRefuses', true));
	await field.fill('Bron är');
	await field.press('Enter');
	await expect(page.getByRole('alert')).toHaveText('Det gick inte att spara just nu. Texten står kvar. Försök igen.');
	await expect(field).toBeEditable();
	await expect(field).toHaveValue('Bron är');
});

test('an exercise that has ended is told to have ended as one, and its empty log invites nobody to write', async ({
	municipality
}) => {
	await municipality.begin('empty');
	const director = await WireDevice.meet(municipality.server.url, 'director');
	const exercise = { incidentId: 'flood', kind: 'exercise', title: 'ÖVNING Skolbuss' };
	await director.push([
		{ ...director.start('ÖVNING Skolbuss'), args: exercise },
		{ ...director.start(''), name: 'incident.end', args: { incidentId: 'flood' } }
	]);
	const player = await municipality.newDevice();
	await player.arrive('Åsa', '/incident/flood');
	await expect(player.page.getByText('Övningen är avslutad. Dagboken kan läsas, inte ändras.')).toHaveCount(1);
	await expect(player.page.getByText('Inget skrevs.')).toBeVisible();
	await expect(player.page.getByText('Skriv det första som hänt.')).toHaveCount(0);
});

test('what began another day is listed with its day', async ({ municipality }) => {
	await municipality.begin('empty');
	const clerk = await WireDevice.meet(municipality.server.url, 'clerk');
	await clerk.push([{ ...clerk.start('Översvämning'), at: Date.parse('2026-11-20T13:05Z') }]);
	const tablet = await municipality.newDevice();
	await tablet.arrive('Bo', '/');
	await expect(tablet.page.getByRole('link', { name: 'Översvämning' })).toContainText(
		'Startad fredag 20 november 14:05 av Åsa Ek'
	);
});
