// R10: whoever carries the tablet away reads the plan on its disk, and nothing of what people wrote or who they lend.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/municipality.ts';
import { begins, joins, locks, PINS, sharedTablet } from '../support/shared-tablet.ts';
import { PASSWORD } from '../support/staff.ts';

/** Files of a folder that hold `text`, as UTF-8 or as UTF-16, which Chromium uses for what is not plain Latin. */
function filesWith(folder: string, text: string): string[] {
	const sought = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le'), Buffer.from(text, 'latin1')];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((file) => file.isFile())
		.map((file) => join(file.parentPath, file.name))
		.filter((path) => {
			const content = readFileSync(path);
			return sought.some((bytes) => content.includes(bytes));
		});
}

test('after three people have worked on it, the profile folder of a locked tablet holds no word of theirs in the clear', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const tablet = await sharedTablet(municipality);
	const { page } = tablet;
	for (const [name, title] of [
		['Anna', 'Loggförare'],
		['Bo', 'Stabschef'],
		['Carin', 'Kommundirektör']
	] as const) {
		await joins(municipality, tablet, name, title);
		await begins(tablet, `Översvämning ${name}`);
		await tablet.write(`Kanariefågel åt ${name}`);
		await page.getByLabel('Vad har hänt?').fill(`Kanarieutkast från ${name}`);
		await page.getByRole('link', { name: 'Plan', exact: true }).click();
		await page.getByLabel('Sök i planen').fill(`Kanariesökning ${name}`);
		await page.getByRole('navigation', { name: 'Platser' }).getByRole('link', { name: 'Krisstöd' }).click();
		await page.getByRole('link', { name: 'Svenska kyrkan' }).click();
		await page.getByRole('button', { name: 'Lägg till person' }).click();
		const form = page.getByRole('dialog');
		await form.getByLabel('Förnamn').fill('Kanarina');
		await form.getByLabel('Efternamn').fill(`Visslund-${name}`);
		await form.getByRole('button', { name: 'Spara' }).click();
		await expect(page.getByRole('heading', { name: `Kanarina Visslund-${name}` })).toBeVisible();
		await locks(tablet);
	}
	// Long enough for the browser to put its own lists and the open tab's state on disk.
	await page.waitForTimeout(15_000);
	await tablet.context.close();
	await tablet.openBrowser();
	await tablet.context.close();

	for (const canary of ['Kanarie', 'Kanarina', 'Visslund', 'kanarie', ...Object.values(PINS), PASSWORD]) {
		expect({ canary, files: filesWith(tablet.profile, canary) }).toEqual({ canary, files: [] });
	}
	// The test can see: the open plan lies there, for anyone.
	expect(filesWith(tablet.profile, 'Handlingsplan').length).toBeGreaterThan(0);
	expect(filesWith(tablet.profile, 'Carin').length).toBeGreaterThan(0);
});
