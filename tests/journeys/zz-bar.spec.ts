import { test, expect } from '../support/municipality.ts';
test('bar', async ({ municipality }) => {
	await municipality.begin('empty');
	const laptop = await municipality.newDevice();
	await laptop.arrive('Karin Söder', '/');
	const tablet = await municipality.newDevice();
	tablet.page.on('console', (m) => console.log('TABLET', m.type(), m.text()));
	tablet.page.on('pageerror', (e) => console.log('TABLET error', e.stack));
	await tablet.visit(await municipality.invite('Bo Åkerman', 'Stabsmedlem', ['staffMember']));
	await tablet.page.getByLabel('Lösenord', { exact: true }).fill('kajen ligger i lä 7');
	await tablet.page.getByRole('button', { name: 'Spara och logga in' }).click();
	await tablet.seesContact('online');
	await laptop.visit('/more/devices');
	console.log(await laptop.page.getByRole('main').innerText());
	const row = laptop.page.getByRole('listitem').filter({ hasText: 'Bo Åkerman' }).first();
	await row.getByRole('button', { name: /^Spärra/ }).click();
	await laptop.page.getByRole('button', { name: 'Spärra enheten' }).click();
	for (let i = 0; i < 8; i++) { await new Promise((r) => setTimeout(r, 700)); console.log(await tablet.page.locator('html').getAttribute('data-contact'), (await tablet.page.locator('body').innerText()).slice(0, 120).replaceAll('\n', ' | ')); }
	console.log(await laptop.page.getByRole('main').innerText());
});
