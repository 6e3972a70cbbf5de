// The journeys' world: a server, devices of people, and a network between them that can be cut.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, test as base, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import * as z from 'zod/mini';
import type { RoleName } from '#lib/features/access/index.ts';
import { Network, type NetworkState } from './network.ts';
import { invite } from './invite.ts';
import { freePort, ServerProcess } from './server-process.ts';
import { administrator, ask, PASSWORD, type BeginWith } from './staff.ts';
import { WireDevice } from './wire-device.ts';

/** What most tests need of a person: to lead, to log, to direct an exercise. */
const EVERYDAY_ROLES: readonly RoleName[] = ['administrator', 'crisisLeadership', 'exerciseDirector'];

/** A person's device with a browser profile on disk of its own, behind its own network. */
export class Device {
	readonly url: string;
	readonly relay: Network;
	readonly #invite: (name: string, role: string) => Promise<string>;
	readonly #profile: string;
	readonly #viewport: { width: number; height: number };
	#page: Page | undefined;
	#context: BrowserContext | undefined;

	constructor(parts: {
		url: string;
		network: Network;
		profile: string;
		viewport: { width: number; height: number };
		invite: (name: string, role: string) => Promise<string>;
	}) {
		this.#invite = parts.invite;
		this.url = parts.url;
		this.relay = parts.network;
		this.#profile = parts.profile;
		this.#viewport = parts.viewport;
	}

	get page(): Page {
		if (!this.#page) throw new Error('The browser is not open');
		return this.#page;
	}

	/** The folder in which its browser keeps everything. */
	get profile(): string {
		return this.#profile;
	}

	get context(): BrowserContext {
		if (!this.#context) throw new Error('The browser is not open');
		return this.#context;
	}

	async openBrowser(): Promise<void> {
		this.#context = await openProfile(this.#profile, this.#viewport);
		this.#page = this.#context.pages()[0] ?? (await this.#context.newPage());
	}

	/** Ends every process of this browser at once, as pulling the battery would. */
	async killBrowser(): Promise<void> {
		const closed = new Promise((resolve) => this.context.once('close', resolve));
		spawnSync('pkill', ['-KILL', '-f', `user-data-dir=${this.#profile}`]);
		await closed;
		this.#context = undefined;
	}

	async close(): Promise<void> {
		await this.#context?.close();
		await this.relay.close();
		rmSync(this.#profile, { recursive: true, force: true });
	}

	/** Another tab of the same browser. */
	async newTab(path: string): Promise<Device> {
		const tab = new Device({
			url: this.url,
			network: this.relay,
			profile: this.#profile,
			viewport: this.#viewport,
			invite: this.#invite
		});
		tab.#context = this.context;
		tab.#page = await this.context.newPage();
		await tab.visit(path);
		return tab;
	}

	/** The offline shell is on the device. */
	async workerIsReady(): Promise<void> {
		await this.page.evaluate(async () => {
			await navigator.serviceWorker.ready;
		});
	}

	network(state: NetworkState): void {
		this.relay.set(state);
	}

	/** Makes an account from an invitation, with every role that the tests need; then is where they were. */
	async become(name: string, role = 'Loggförare'): Promise<void> {
		const { pathname } = new URL(this.page.url());
		await this.page.goto(this.url + (await this.#invite(name, role)));
		await this.page.getByLabel('Lösenord', { exact: true }).fill(PASSWORD);
		await this.page.getByRole('button', { name: 'Spara och logga in' }).click();
		await expect(this.page.getByRole('navigation').first()).toBeVisible();
		if (pathname !== '/' && pathname !== 'blank') await this.visit(pathname);
	}

	/** Writes in the one field that is always open, and waits until the entry is on screen. */
	async write(text: string): Promise<void> {
		await this.page.getByLabel('Vad har hänt?').fill(text);
		await this.page.getByRole('button', { name: 'Spara' }).click();
		await expect(this.entry(text)).toBeVisible();
	}

	entry(text: string): Locator {
		return this.entries().filter({ hasText: text });
	}

	/** Entries as they stand on screen, from top to bottom. */
	entries(): Locator {
		return this.page.getByRole('list', { name: 'Dagbok' }).getByRole('listitem');
	}

	async seesContact(contact: 'online' | 'no-contact'): Promise<void> {
		await expect(this.page.locator('html')).toHaveAttribute('data-contact', contact, { timeout: 30_000 });
	}

	/** Opens the app as someone, on an address of it. */
	async arrive(name: string, path: string, role?: string): Promise<void> {
		await this.visit(path);
		await this.become(name, role);
	}

	/** Opens an address of the app, such as `/plan`. */
	async visit(path: string): Promise<void> {
		await this.page.goto(this.url + path);
	}
}

export class Municipality {
	readonly server: ServerProcess;
	readonly #devices: Device[] = [];
	#administration: Promise<WireDevice> | undefined;

	constructor(server: ServerProcess) {
		this.server = server;
	}

	/** Sets the server up by one of its three doors. */
	async begin(beginning: BeginWith): Promise<void> {
		await administrator(this.server.url, beginning);
	}

	/** The path of an invitation for somebody new, with the roles that a first administrator has, or with those given. */
	async invite(name: string, title: string, roles: readonly RoleName[] = EVERYDAY_ROLES): Promise<string> {
		return invite(await this.#office(), this.server.url, { name, title, roles });
	}

	/** Starts an incident on a device; its log is where the device then is. Returns its address. */
	async startIncident(device: Device, title = 'Översvämning'): Promise<string> {
		await device.visit('/');
		await device.page.getByRole('button', { name: 'Starta händelse' }).click();
		await device.page.getByLabel('Vad har hänt, och var?').fill(title);
		await device.page.getByRole('button', { name: 'Starta – SKARPT' }).click();
		await device.page.waitForURL(/\/incident\//);
		return new URL(device.page.url()).pathname;
	}

	/** A new device; whoever uses it has not said who they are yet. `named` opens the server by its name: passkeys and single sign-on want one. */
	async newDevice({ viewport = { width: 1180, height: 820 }, named = false } = {}): Promise<Device> {
		const port = await freePort();
		const network = new Network(this.server.port);
		await network.listen(port);
		const profile = mkdtempSync(join(tmpdir(), 'beredd-profile-'));
		const invite = (name: string, role: string): Promise<string> => this.invite(name, role);
		const url = named ? `http://localhost:${this.server.port}` : `http://127.0.0.1:${port}`;
		const device = new Device({ url, network, profile, viewport, invite });
		this.#devices.push(device);
		await device.openBrowser();
		return device;
	}

	/** The administrator bars a device, by its name. */
	async bar(name: string): Promise<void> {
		const asked = { cookie: (await administrator(this.server.url)).cookie, ticket: await this.ticket() };
		const { value } = await ask(this.server.url, 'devices', {}, asked);
		const { devices } = z.object({ devices: z.array(z.object({ id: z.string(), name: z.string() })) }).parse(value);
		const device = devices.find((one) => one.name === name);
		await ask(this.server.url, 'revoke-device', { tabletId: device?.id ?? '' }, asked);
	}

	/** The administrator's word for questions over HTTP. */
	async ticket(): Promise<string> {
		return (await this.#office()).ticket ?? '';
	}

	#office(): Promise<WireDevice> {
		this.#administration ??= WireDevice.meet(this.server.url, 'administration');
		return this.#administration;
	}

	async close(): Promise<void> {
		(await this.#administration)?.close();
		for (const device of this.#devices) await device.close();
		await this.server.remove();
	}
}

function openProfile(profile: string, viewport: { width: number; height: number }): Promise<BrowserContext> {
	return chromium.launchPersistentContext(profile, {
		...test.info().project.use.launchOptions,
		locale: 'sv-SE',
		timezoneId: 'Europe/Stockholm',
		viewport
	});
}

export const test = base.extend<{ municipality: Municipality }>({
	municipality: async ({}, use) => {
		const server = new ServerProcess(await freePort());
		await server.start();
		const municipality = new Municipality(server);
		await use(municipality);
		await municipality.close();
	}
});

/** A tablet in contact, in the log of a new incident in an otherwise empty municipality; and the log's address. */
export async function tabletInTheLog(municipality: Municipality): Promise<[Device, string]> {
	await municipality.begin('empty');
	const tablet = await municipality.newDevice();
	await tablet.arrive('Åsa', '/');
	await tablet.seesContact('online');
	await tablet.workerIsReady();
	const log = await municipality.startIncident(tablet);
	return [tablet, log];
}

export { expect };
