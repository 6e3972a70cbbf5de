// The app without a mouse or a finger, and the app on paper.
import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/staff.ts';
import { expect, tabletInTheLog, test } from '../support/municipality.ts';

/** Further than this no one presses Tab for one button. */
const TABS_MAX = 80;

/** Presses Tab until what is called `name` has the focus, and sees that the focus shows. */
async function tabTo(page: Page, name: string): Promise<void> {
	const isThere = async (): Promise<boolean> =>
		page.evaluate((wanted) => {
			const focused = document.activeElement;
			const labels =
				focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? focused.labels : null;
			const called = [focused?.getAttribute('aria-label'), labels?.[0]?.textContent, focused?.textContent];
			return called.some((text) => text?.replace(/\s+/g, ' ').trim().startsWith(wanted));
		}, name);
	for (let pressed = 0; !(await isThere()); pressed += 1) {
		if (pressed > TABS_MAX) throw new Error(`No amount of Tab leads to “${name}”`);
		await page.keyboard.press('Tab');
	}
	const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
	expect(outline, `the focus on “${name}” shows`).not.toBe('none');
}

test('an incident is started, logged, sorted, corrected and ended by keyboard alone', async ({ municipality }) => {
	await municipality.begin('templates');
	const tablet = await municipality.newDevice();
	await tablet.visit(await municipality.invite('Åsa', 'Loggförare'));
	const { page } = tablet;
	await tabTo(page, 'Lösenord');
	await page.keyboard.type(PASSWORD);
	await page.keyboard.press('Enter');

	await expect(page.getByRole('heading', { name: 'Läge', exact: true })).toBeVisible();
	await tabTo(page, 'Starta händelse');
	await page.keyboard.press('Enter');
	await page.keyboard.type('Översvämning');
	await tabTo(page, 'Starta – SKARPT');
	await page.keyboard.press('Enter');

	await page.waitForURL(/\/incident\//);
	await tabTo(page, 'Vad har hänt?');
	await page.keyboard.type('Vattnet stiger');
	await page.keyboard.press('Enter');
	await expect(page.getByText('Nr 1', { exact: true })).toBeVisible();
	await tabTo(page, 'Oklassad');
	await page.keyboard.press('Enter');
	await tabTo(page, 'Beslut');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Beslut' })).toBeVisible();
	await tabTo(page, 'Rätta');
	await page.keyboard.press('Enter');
	await tabTo(page, 'Så här ska det vara');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toBeHidden();

	await tabTo(page, 'Åtgärdskort');
	await page.keyboard.press('Enter');
	await tabTo(page, 'Aktivera kort');
	await page.keyboard.press('Enter');
	await tabTo(page, 'Aktivera');
	await page.keyboard.press('Enter');
	await tabTo(page, 'Klar');
	await page.keyboard.press('Enter');
	await expect(page.getByText(/Klart \d\d:\d\d · Åsa/)).toBeVisible();

	await tabTo(page, 'Avsluta händelsen');
	await page.keyboard.press('Enter');
	await tabTo(page, 'Avsluta');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('button', { name: 'Avsluta händelsen' })).toBeHidden();
});

test('on paper the log is dark on light, with everything that was written and nothing to press', async ({
	municipality
}) => {
	const [tablet] = await tabletInTheLog(municipality);
	await tablet.write('Vattnet stiger');
	await expect(tablet.entry('Vattnet stiger')).toContainText('Nr 1');
	await tablet.page.emulateMedia({ colorScheme: 'dark' });
	await expect(tablet.page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await tablet.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await expect(tablet.entry('Vattnet stiger')).toBeVisible();
	await expect(tablet.page.getByRole('heading', { name: 'Översvämning' })).toBeVisible();
	await expect(tablet.page.getByRole('button')).toHaveCount(0);
	await expect(tablet.page.getByRole('textbox')).toHaveCount(0);
	await expect(tablet.page.getByRole('link', { name: 'Hoppa till innehållet' })).toHaveCount(0);
	const ink = await tablet.entry('Vattnet stiger').evaluate((entry) => getComputedStyle(entry).color);
	const brightest = Math.max(...(ink.match(/\d+/g) ?? []).map(Number));
	expect(brightest).toBeLessThan(128);
});
