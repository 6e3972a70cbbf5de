// The template exercise from start to end, on two devices, part of it without a network.
import { expect, test } from '../support/municipality.ts';

test('the school bus exercise is started, played, cut off, ended and read back', async ({ municipality }) => {
	await municipality.begin('templates');
	const director = await municipality.newDevice({ viewport: { width: 1280, height: 800 } });
	const player = await municipality.newDevice({ viewport: { width: 390, height: 844 } });
	await director.arrive('Lena', '/exercise', 'Övningsledare');
	await expect(director.page.getByText('15 inspel · 15 kriterier')).toBeVisible();
	await director.page.getByRole('button', { name: 'Starta övningen' }).click();
	await director.page.getByRole('button', { name: 'Starta – ÖVNING' }).click();
	await director.page.waitForURL(/\/direction$/);
	await expect(director.page.locator('html')).toHaveAttribute('data-mode', 'exercise');
	await expect(director.page.getByText('Spelklocka')).toBeVisible();

	await player.arrive('Karin', '/', 'Krisstödsledare');
	await player.page.getByRole('link', { name: /ÖVNING SKOLBUSS/ }).click();
	await expect(player.page.locator('html')).toHaveAttribute('data-mode', 'exercise');
	await director.page.getByRole('button', { name: /Släpp nästa inspel/ }).click();
	await expect(player.entry('En skolbuss har kört av')).toBeVisible();

	player.network('cut');
	await player.seesContact('no-contact');
	await player.write('ÖVNING. Krisstödsgruppen larmad på nivå 3. ÖVNING.');
	await expect(player.entry('larmad på nivå 3')).toContainText('Skickas');
	await player.page.getByRole('link', { name: 'Åtgärdskort' }).click();
	await player.page.getByRole('button', { name: 'Aktivera kort' }).click();
	await player.page.getByRole('button', { name: /^Aktivera .*[Ss]kolskjuts/ }).click();
	await player.page
		.getByRole('button', { name: /^Klar:/ })
		.first()
		.click();
	await expect(player.page.getByText(/Klart \d\d:\d\d · Karin/)).toBeVisible();
	player.network('whole');

	await director.page.getByRole('link', { name: 'Dagbok' }).click();
	await expect(director.entry('larmad på nivå 3')).toContainText('Nr 2');
	await director.page.getByRole('link', { name: 'Åtgärdskort' }).click();
	await expect(director.page.getByText(/Klart \d\d:\d\d · Karin/)).toBeVisible();

	await director.page.getByRole('link', { name: 'Övningsregi' }).click();
	for (let number = 2; number <= 15; number += 1) {
		await director.page.getByRole('button', { name: new RegExp(`Släpp nästa inspel · ${number} `) }).click();
	}
	await expect(director.page.getByText('Alla inspel är släppta.')).toBeVisible();
	await director.page.getByRole('button', { name: 'Avsluta övningen' }).click();
	await director.page.getByRole('button', { name: 'Avsluta – ÖVNING' }).click();
	await director.page.getByRole('link', { name: 'Dagbok' }).click();
	await expect(director.page.getByText('Övningen är avslutad. Dagboken kan läsas, inte ändras.')).toBeVisible();
	await expect(director.page.getByText('Nr 16')).toBeVisible();
	await player.page.getByRole('link', { name: 'Dagbok' }).click();
	await expect(player.page.getByText('Övningen är avslutad. Dagboken kan läsas, inte ändras.')).toBeVisible();
});

test('the director reads the text without looking for it, and sees what went out of order', async ({
	municipality
}) => {
	await municipality.begin('templates');
	const director = await municipality.newDevice();
	await director.arrive('Lena', '/exercise', 'Övningsledare');
	const { page } = director;
	await expect(page.getByText('Mall, ej prövad')).toBeVisible();
	await page.getByRole('button', { name: 'Starta övningen' }).click();
	await page.getByRole('button', { name: 'Starta – ÖVNING' }).click();
	await page.waitForURL(/\/direction$/);
	await expect(page.getByText(/En skolbuss har kört av/)).toBeVisible();
	await expect(page.getByRole('navigation', { name: 'Platser' }).getByRole('link', { name: 'Övning' })).toHaveAttribute(
		'aria-current',
		'page'
	);
	await page.getByRole('button', { name: /^Släpp utanför ordningen: 2 / }).click();
	await page.getByRole('button', { name: /^Släpp: 1 / }).click();
	const second = page
		.getByRole('main')
		.getByRole('listitem')
		.filter({ has: page.getByRole('heading', { name: /^2\./ }) });
	await expect(second).toContainText(/Släppt \d\d:\d\d/);
	await expect(second).toContainText('utanför ordningen');
	await page.getByRole('button', { name: 'Avsluta övningen' }).click();
	await page.getByRole('button', { name: 'Avsluta – ÖVNING' }).click();
	await expect(page.getByText('Släpptes inte')).toHaveCount(13);
});

test('an entry written offline in an exercise that has ended meanwhile is refused with its text kept', async ({
	municipality
}) => {
	// C04
	await municipality.begin('templates');
	const director = await municipality.newDevice();
	const player = await municipality.newDevice();
	await director.arrive('Lena', '/exercise', 'Övningsledare');
	await director.page.getByRole('button', { name: 'Starta övningen' }).click();
	await director.page.getByRole('button', { name: 'Starta – ÖVNING' }).click();
	await director.page.waitForURL(/\/direction$/);
	await player.arrive('Karin', '/', 'Krisstödsledare');
	await player.page.getByRole('link', { name: /ÖVNING SKOLBUSS/ }).click();
	await expect(player.page.getByLabel('Vad har hänt?')).toBeVisible();
	player.network('cut');
	await player.seesContact('no-contact');
	await player.write('Skrivet för sent');
	await director.page.getByRole('button', { name: 'Avsluta övningen' }).click();
	await director.page.getByRole('button', { name: 'Avsluta – ÖVNING' }).click();
	await expect(director.page.getByRole('button', { name: 'Avsluta övningen' })).toBeHidden();
	player.network('whole');
	await player.page.getByRole('link', { name: '1 avvisad' }).click();
	await expect(player.page.getByText('Dagboken är stängd: händelsen är avslutad.')).toBeVisible();
	await expect(player.page.getByRole('textbox')).toHaveValue('Skrivet för sent');
	await expect(player.page.getByRole('heading', { name: 'En anteckning i dagboken · ÖVNING SKOLBUSS' })).toBeVisible();
	await expect(player.page.getByText('journal.add')).toHaveCount(0);
	// The log stays closed, so the first thing offered is to take the text elsewhere.
	await expect(player.page.getByRole('main').getByRole('button').first()).toHaveAccessibleName(/^Kopiera text/);
});
