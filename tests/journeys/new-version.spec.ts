// A new version waits until someone says so; one that arrives broken changes nothing.
import { Deployment } from '../support/deployment.ts';
import { expect, tabletInTheLog, test, type Municipality } from '../support/municipality.ts';

async function deployed(municipality: Municipality): Promise<Deployment> {
	const deployment = new Deployment();
	await municipality.server.kill();
	municipality.server.root = deployment.root;
	await municipality.server.start();
	return deployment;
}

test('a new version never reloads a page by itself; it waits, says so, and keeps what is being typed', async ({
	municipality
}) => {
	// C17, C18, R30
	const deployment = await deployed(municipality);
	const [tablet, log] = await tabletInTheLog(municipality);
	await tablet.workerIsReady();
	await tablet.page.reload();
	await tablet.visit(log);
	await tablet.page.getByLabel('Vad har hänt?').fill('Halvskriven mening');
	await tablet.page.evaluate(() => Reflect.set(window, 'notReloaded', true));

	await municipality.server.kill();
	deployment.newVersion();
	await municipality.server.start();
	await tablet.page.evaluate(async () => {
		await (await navigator.serviceWorker.getRegistration())?.update();
	});
	await expect(tablet.page.getByText('En ny version väntar.')).toBeVisible();
	await expect(tablet.page.getByLabel('Vad har hänt?')).toHaveValue('Halvskriven mening');
	expect(await tablet.page.evaluate(() => Reflect.has(window, 'notReloaded'))).toBe(true);

	// A page never opened before still opens from what is kept, though the server has other files now.
	await tablet.page.getByRole('link', { name: 'Övning' }).click();
	await expect(tablet.page.getByRole('heading', { name: 'Övning', exact: true })).toBeVisible();
	await tablet.visit(log);
	await tablet.page.evaluate(() => Reflect.set(window, 'notReloaded', true));
	await tablet.page.getByRole('button', { name: 'Byt nu' }).click();
	await tablet.page.waitForFunction(() => !Reflect.has(window, 'notReloaded'));
	await expect(tablet.page.getByLabel('Vad har hänt?')).toHaveValue('Halvskriven mening');
	await expect(tablet.page.getByText('En ny version väntar.')).toBeHidden();
	deployment.remove();
});

test('a version that arrives half leaves the old one working without a network', async ({ municipality }) => {
	// R31
	const deployment = await deployed(municipality);
	const [tablet, log] = await tabletInTheLog(municipality);
	await tablet.write('Före den trasiga versionen');
	await expect(tablet.entry('Före den trasiga versionen')).toContainText('Nr 1');
	await tablet.workerIsReady();
	await municipality.server.kill();
	deployment.newVersion();
	deployment.loseOneFile();
	await municipality.server.start();
	await tablet.page.evaluate(async () => {
		const registration = await navigator.serviceWorker.getRegistration();
		await registration?.update().catch(() => undefined);
		const installing = registration?.installing;
		if (!installing) return;
		await new Promise<void>((resolve) => {
			installing.onstatechange = () => {
				if (installing.state === 'redundant') resolve();
			};
		});
	});
	await expect(tablet.page.getByText('En ny version väntar.')).toBeHidden();
	await municipality.server.kill();
	await tablet.visit(log);
	await expect(tablet.entry('Före den trasiga versionen')).toBeVisible();
	deployment.remove();
});
