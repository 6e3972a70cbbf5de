// A shared tablet and its people in the journeys: enrolled once, then everyone by their own PIN.
import * as z from 'zod/mini';
import { expect, type Device, type Municipality } from './municipality.ts';
import { administrator, ask, PASSWORD } from './staff.ts';

export const PINS = { Anna: '270681', Bo: '904133', Carin: '583917' } as const;
export type Name = keyof typeof PINS;

/** A browser that an administrator has made one of the municipality's tablets. */
export async function sharedTablet(municipality: Municipality, name = 'Platta Sjörum'): Promise<Device> {
	const tablet = await municipality.newDevice();
	const { url } = municipality.server;
	const { cookie } = await administrator(url);
	const invited = await ask(url, 'invite-tablet', { name }, { cookie, ticket: await municipality.ticket() });
	await tablet.visit(z.object({ path: z.string() }).parse(invited.value).path);
	await tablet.page.getByRole('button', { name: 'Anslut enheten' }).click();
	await expect(tablet.page.getByRole('heading', { name: 'Logga in', exact: true })).toBeVisible();
	return tablet;
}

/** Someone signs in on the tablet for the first time, from an invitation, and chooses their PIN. */
export async function joins(municipality: Municipality, tablet: Device, name: Name, title: string): Promise<void> {
	const { page } = tablet;
	await tablet.visit(await municipality.invite(name, title));
	await page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
	await page.getByLabel('Välj PIN, minst sex siffror').fill(PINS[name]);
	await page.getByRole('button', { name: 'Spara och logga in' }).click();
	// The app begins anew after an invitation, and a tablet asks at each start.
	await unlocks(tablet, name);
}

export async function unlocks({ page }: Device, name: Name): Promise<void> {
	await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
	await page.getByLabel('PIN').fill(PINS[name]);
	await page.getByRole('button', { name: 'Öppna', exact: true }).click();
	await expect(page.getByRole('button', { name: `Lås, ${name}` })).toBeVisible();
}

export async function locks({ page }: Device): Promise<void> {
	await page.getByRole('button', { name: /^Lås, / }).click();
	await expect(page.getByRole('heading', { name: 'Vem är du?' })).toBeVisible();
}

/** Starts an incident without loading the page anew, which would ask for the PIN; its log is where they then are. */
export async function begins({ page }: Device, title = 'Översvämning'): Promise<string> {
	await page.getByRole('link', { name: 'Läge', exact: true }).click();
	await page.getByRole('button', { name: 'Starta händelse' }).click();
	await page.getByLabel('Vad har hänt, och var?').fill(title);
	await page.getByRole('button', { name: 'Starta – SKARPT' }).click();
	await page.waitForURL(/\/incident\//);
	return new URL(page.url()).pathname;
}
