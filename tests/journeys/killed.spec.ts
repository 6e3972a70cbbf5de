// The server, a browser or a tab is killed at any moment; what was shown as saved is there afterwards.
import { expect, tabletInTheLog, test } from '../support/municipality.ts';

test('the server is killed while people write, and every entry is there once', async ({ municipality }) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	const texts = Array.from({ length: 12 }, (_, n) => `Rad ${String.fromCharCode(65 + n)}.`);
	for (const [n, text] of texts.entries()) {
		await tablet.write(text);
		if (n % 4 === 2) {
			await municipality.server.kill();
			await municipality.server.start();
		}
	}
	for (const [n, text] of texts.entries())
		await expect(tablet.entry(text)).toContainText(`Nr ${n + 1}`, { timeout: 20_000 });

	const other = await municipality.newDevice();
	await other.arrive('Bo', log);
	await expect(other.entries()).toHaveCount(12);
});

test('a browser killed right after saving has the entry when it is opened again', async ({ municipality }) => {
	// R03
	const [tablet, log] = await tabletInTheLog(municipality);
	tablet.network('cut');
	for (const text of ['Först', 'Sedan', 'Sist']) {
		await tablet.write(text);
		await tablet.killBrowser();
		await tablet.openBrowser();
		await tablet.visit(log);
		await expect(tablet.entry(text)).toBeVisible();
	}
	tablet.network('whole');
	await expect(tablet.entry('Sist')).toContainText('Nr 3', { timeout: 20_000 });
});

test('after a cold start without network or server, a deep address opens with everything on it', async ({
	municipality
}) => {
	const [tablet, log] = await tabletInTheLog(municipality);
	await tablet.write('Kvar efter omstart');
	await expect(tablet.entry('Kvar efter omstart')).toContainText('Nr 1');
	await tablet.workerIsReady();
	await municipality.server.kill();
	await tablet.killBrowser();
	await tablet.openBrowser();
	await tablet.visit(log);
	await expect(tablet.entry('Kvar efter omstart')).toBeVisible();
	await tablet.page.reload();
	await expect(tablet.entry('Kvar efter omstart')).toBeVisible();
});

test('two tabs agree, and when the leading one is closed the other takes over', async ({ municipality }) => {
	// R19
	const [tablet, log] = await tabletInTheLog(municipality);
	const second = await tablet.newTab(log);
	await tablet.write('Från första fliken');
	await expect(second.entry('Från första fliken')).toContainText('Nr 1');
	await second.write('Från andra fliken');
	await expect(tablet.entry('Från andra fliken')).toContainText('Nr 2');
	await tablet.page.close();
	await second.write('Ensam flik');
	await expect(second.entry('Ensam flik')).toContainText('Nr 3');
});

test('a leading tab that freezes loses the lead, and nothing is sent twice', async ({ municipality }) => {
	// R19
	const [tablet, log] = await tabletInTheLog(municipality);
	const second = await tablet.newTab(log);
	await second.seesContact('online');
	const frozen = tablet.page.evaluate(() => {
		const end = Date.now() + 12_000;
		while (Date.now() < end);
	});
	await second.write('Medan första fliken är frusen');
	await expect(second.entry('Medan första fliken är frusen')).toContainText('Nr 1', { timeout: 11_000 });
	await frozen;
	await tablet.write('Tinad igen');
	await expect(second.entry('Tinad igen')).toContainText('Nr 2');
	await expect(second.entries()).toHaveCount(2);
});
