import { test, expect } from '../support/municipality.ts';
const OUT = '/tmp/admin-shots';
test('shots', async ({ municipality }) => {
	test.setTimeout(500_000);
	await municipality.begin('example');
	const laptop = await municipality.newDevice({ viewport: { width: 1440, height: 900 } });
	await laptop.arrive('Karin Söderlind-Ångström', '/', 'Säkerhetschef');
	const { page } = laptop;
	await expect(page.getByText('Brand i flerbostadshus')).toBeVisible();
	await municipality.invite('Bo Åkerman', 'Loggförare', ['logKeeper', 'staffMember', 'dutyOfficer']);
	await municipality.invite('Olle Utan Roll', 'Kommunikatör', []);
	const sizes = {
		phone: { width: 390, height: 844 },
		tablet: { width: 1180, height: 820 },
		laptop: { width: 1440, height: 900 }
	};
	for (const [size, viewport] of Object.entries(sizes)) {
		await page.setViewportSize(viewport);
		for (const [theme, language] of size === 'phone'
			? ([
					['light', 'sv'],
					['dark', 'en']
				] as const)
			: size === 'tablet'
				? ([
						['light', 'sv'],
						['dark', 'sv']
					] as const)
				: ([['light', 'en']] as const)) {
			await page.evaluate(
				([t, l]) => {
					localStorage.setItem('beredd.theme', t);
					localStorage.setItem('beredd.language', l);
				},
				[theme, language] as const
			);
			const shot = async (name: string) => {
				await page.waitForTimeout(600);
				const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
				if (wide > 0) console.log('WIDE', size, name, wide);
				await page.screenshot({ path: `${OUT}/${size}-${theme}-${language}-${name}.png` });
			};
			await laptop.visit('/more');
			await shot('more');
			await laptop.visit('/more/people');
			await shot('people');
			await page.getByRole('link', { name: 'Bo Åkerman' }).click();
			await shot('person');
			await page.getByRole('button', { name: /^(Ge roll|Give a role)$/ }).click();
			await shot('give');
			await page.keyboard.press('Escape');
			await page.getByRole('button', { name: /^(Bjud in|Invite)$/ }).click();
			await shot('invite');
			await page.keyboard.press('Escape');
			await laptop.visit('/more/rights');
			await shot('rights');
			await page.mouse.wheel(0, 500);
			await shot('rights2');
			await laptop.visit('/more/devices');
			await shot('devices');
			if (process.env['MUNI']) {
				await laptop.visit('/more/municipality');
				await shot('municipality');
				await page.mouse.wheel(0, 800);
				await shot('municipality2');
				await page.mouse.wheel(0, 900);
				await shot('municipality3');
			}
		}
	}
});
