// The crisis support group's rosters: added, changed, set away and removed, with and without a network.
import { expect, test } from '../support/municipality.ts';

test('a member is added without a network, set away on another device, and removed', async ({ municipality }) => {
	await municipality.begin('templates');
	const tablet = await municipality.newDevice();
	const laptop = await municipality.newDevice({ viewport: { width: 1440, height: 900 } });
	await tablet.arrive('Åsa', '/support');
	await tablet.page.getByRole('link', { name: 'Svenska kyrkan' }).click();
	await laptop.arrive('Bo', '/support/org-kyr');
	await expect(laptop.page.getByText('Ingen på listan ännu.')).toBeVisible();

	tablet.network('cut');
	await tablet.seesContact('no-contact');
	await tablet.page.getByRole('button', { name: 'Lägg till person' }).click();
	const form = tablet.page.getByRole('dialog');
	await form.getByLabel('Förnamn').fill('Elsa');
	await form.getByLabel('Efternamn').fill('Ek');
	await form.getByLabel('Mobil').fill('inget nummer');
	await form.getByRole('button', { name: 'Spara' }).click();
	await expect(form.getByText(/Numret går inte att läsa/)).toBeVisible();
	await expect(form.getByLabel('Mobil')).toHaveValue('inget nummer');
	await form.getByLabel('Mobil').fill('0701740605');
	await form.getByLabel('E-post').fill('elsa.ek@example.com');
	await expect(form.getByLabel('Organisation').locator('option')).toHaveText([
		'Socialtjänsten',
		'Säkerhetsenheten',
		'Räddningstjänsten',
		'Utbildnings- och kulturkontoret',
		'Polisen',
		'Svenska kyrkan',
		/./
	]);
	await form.getByLabel('Kompetenser').fill('ord, '.repeat(31));
	await form.getByRole('button', { name: 'Spara' }).click();
	await expect(form.getByText(/Högst 30 ord/)).toBeVisible();
	await form.getByLabel('Kompetenser').fill('samtalsledare');
	await tablet.page.keyboard.press('Escape');
	await tablet.page.keyboard.press('Escape');
	await tablet.page.keyboard.press('Escape');
	await form.getByRole('button', { name: 'Fortsätt skriva' }).click();
	await form.getByRole('button', { name: 'Spara' }).dblclick();
	await expect(tablet.page.getByRole('heading', { name: 'Elsa Ek' })).toBeVisible();
	await expect(tablet.page.getByRole('link', { name: '1 sparad här' })).toBeVisible();
	await expect(tablet.page.getByRole('button', { name: 'Lägg till person' })).toBeFocused();
	await expect(tablet.page.getByText('070-174 06 05')).toBeVisible();
	await expect(tablet.page.getByText('elsa.ek@example.com')).toBeVisible();
	tablet.network('whole');

	await expect(laptop.page.getByRole('heading', { name: 'Elsa Ek' })).toBeVisible({ timeout: 20_000 });
	await laptop.page.getByRole('button', { name: 'Verifiera numret' }).click();
	await expect(tablet.page.getByText(/Verifierat just nu av Bo/)).toBeVisible();
	await laptop.page.getByRole('button', { name: 'Sätt borta' }).click();
	await laptop.page.getByRole('dialog').getByLabel('Varför eller hur länge (frivilligt)').fill('Semester till måndag');
	await laptop.page.keyboard.press('Enter');
	await expect(laptop.page.getByRole('button', { name: 'Tillbaka: Elsa Ek' })).toBeFocused();
	await expect(tablet.page.getByText('Semester till måndag')).toBeVisible();
	await expect(tablet.page.getByText(/Borta sedan/)).toBeVisible();

	await tablet.page.getByLabel('Sök person, kompetens eller språk').fill('Karlsson');
	await expect(tablet.page.getByText('Ingen på listan passar ”Karlsson”.')).toBeVisible();
	await tablet.page.getByLabel('Sök person, kompetens eller språk').fill('');

	await tablet.page.getByRole('button', { name: 'Ta bort: Elsa Ek' }).click();
	await tablet.page.getByRole('dialog').getByRole('button', { name: 'Ta bort' }).click();
	await expect(laptop.page.getByText('Ingen på listan ännu.')).toBeVisible();
});

test('whoever reached a number that another has changed meanwhile is told so, in words and without a field to edit', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const asa = await municipality.newDevice();
	const bo = await municipality.newDevice();
	await asa.arrive('Åsa', '/support/org-kyr');
	await asa.page.getByRole('button', { name: 'Lägg till person' }).click();
	const form = asa.page.getByRole('dialog');
	await form.getByLabel('Förnamn').fill('Elsa');
	await form.getByLabel('Efternamn').fill('Ek');
	await form.getByLabel('Mobil').fill('070-174 06 05');
	await form.getByLabel('Mobil').press('Enter');
	await bo.arrive('Bo', '/support/org-kyr');
	await expect(bo.page.getByText('070-174 06 05')).toBeVisible();

	bo.network('cut');
	await bo.seesContact('no-contact');
	await bo.page.getByRole('button', { name: 'Verifiera numret: Elsa Ek' }).click();
	await expect(bo.page.getByText(/Verifierat just nu av Bo/)).toBeVisible();
	await asa.page.getByRole('button', { name: 'Ändra: Elsa Ek' }).click();
	await form.getByLabel('Mobil').fill('070-174 06 11');
	await form.getByRole('button', { name: 'Spara' }).click();
	await expect(asa.page.getByText('070-174 06 11')).toBeVisible();
	await expect(asa.page.getByRole('link', { name: 'Allt mottaget' })).toBeVisible();
	bo.network('whole');

	await bo.page.getByRole('link', { name: '1 avvisad' }).click();
	await expect(bo.page.getByRole('heading', { name: 'Ett telefonnummer verifierades' })).toBeVisible();
	await expect(bo.page.getByText('Numret har ändrats sedan du ringde. Kontrollera det nya.')).toBeVisible();
	await expect(bo.page.getByText('070-174 06 05')).toBeVisible();
	await expect(bo.page.getByRole('textbox')).toHaveCount(0);
	await expect(asa.page.getByText('Numret är inte verifierat')).toBeVisible();
});
