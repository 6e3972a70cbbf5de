// What was typed survives a killed browser, a text too long is told so, and a wrong clock misleads nobody.
import { expect, tabletInTheLog, test } from '../support/municipality.ts';

test('a half-written entry is offered again, with its age, after the browser was killed', async ({ municipality }) => {
	// C08
	const [tablet, log] = await tabletInTheLog(municipality);
	const text = 'Bron vid Hamngatan är avstängd. '.repeat(6).trim();
	await tablet.page.getByLabel('Vad har hänt?').fill(text);
	await expect
		.poll(() =>
			tablet.page.evaluate(async () => {
				const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('replica'))?.name ?? '';
				return new Promise((resolve) => {
					const opened = indexedDB.open(name);
					opened.onsuccess = () => {
						const asked = opened.result.transaction('drafts').objectStore('drafts').count();
						asked.onsuccess = () => {
							opened.result.close();
							resolve(asked.result);
						};
					};
				});
			})
		)
		.toBe(1);
	await tablet.killBrowser();
	await tablet.openBrowser();
	await tablet.visit(log);
	await expect(tablet.page.getByLabel('Vad har hänt?')).toHaveValue(text);
	await expect(tablet.page.getByText(/^Utkast från/)).toBeVisible();
	await expect(tablet.entries()).toHaveCount(0);
});

test('1.2 million characters are refused in the field with the limit, and other entries flow', async ({
	municipality
}) => {
	// C21, R24
	const [tablet] = await tabletInTheLog(municipality);
	await tablet.page.getByLabel('Vad har hänt?').fill('vatten '.repeat(171_500));
	await tablet.page.getByRole('button', { name: 'Spara' }).click();
	await expect(tablet.page.getByRole('alert')).toContainText('Högst 20000');
	await tablet.write('Kort och gott');
	await expect(tablet.entry('Kort och gott')).toContainText('Nr 1');
});

for (const [hours, words] of [
	[-1, 'en timme efter'],
	[3, 'tre timmar före']
] as const) {
	test(`a tablet whose clock goes ${words} is accepted, told so, and writes the right time`, async ({
		municipality
	}) => {
		// C26, R12
		const [other, log] = await tabletInTheLog(municipality);
		const tablet = await municipality.newDevice();
		await tablet.page.addInitScript((offset) => {
			const now = Date.now.bind(Date);
			Date.now = () => now() + offset;
		}, hours * 3_600_000);
		await tablet.arrive('Bo', log);
		await tablet.seesContact('online');
		await expect(tablet.page.getByText(`Enhetens klocka går ${Math.abs(hours) * 60} min fel`)).toBeVisible();
		await tablet.write('Rätt tid trots allt');
		await expect(other.entry('Rätt tid trots allt')).toContainText('Nr 1');
		const shown = await other.entry('Rätt tid trots allt').locator('time').getAttribute('datetime');
		expect(Math.abs(Date.parse(shown ?? '') - Date.now())).toBeLessThan(120_000);

		// The correction that was found at the first contact holds at the second.
		await tablet.visit(log);
		await tablet.seesContact('online');
		await tablet.write('Rätt tid också efter en omladdning');
		await expect(other.entry('Rätt tid också')).toContainText('Nr 2');
		const again = await other.entry('Rätt tid också').locator('time').getAttribute('datetime');
		expect(Math.abs(Date.parse(again ?? '') - Date.now())).toBeLessThan(120_000);
		await expect(tablet.page.getByText(`Enhetens klocka går ${Math.abs(hours) * 60} min fel`)).toBeVisible();
	});
}
