// The journeys' world: a server, devices of people, and a network between them that can be cut.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { Network, type NetworkState } from './network.ts';
import { freePort, ServerProcess } from './server-process.ts';

/** A person's device with a browser profile on disk of its own, behind its own network. */
export class Device {
	readonly page: Page;
	readonly context: BrowserContext;
	readonly url: string;
	readonly profile: string;
	readonly #network: Network;

	constructor(parts: { page: Page; context: BrowserContext; url: string; network: Network; profile: string }) {
		this.page = parts.page;
		this.context = parts.context;
		this.url = parts.url;
		this.profile = parts.profile;
		this.#network = parts.network;
	}

	network(state: NetworkState): void {
		this.#network.set(state);
	}

	get relay(): Network {
		return this.#network;
	}

	/** Opens an address of the app, such as `/plan`. */
	async visit(path: string): Promise<void> {
		await this.page.goto(this.url + path);
	}
}

export class Municipality {
	readonly server: ServerProcess;
	readonly #devices: { context: BrowserContext; network: Network; profile: string }[] = [];

	constructor(server: ServerProcess) {
		this.server = server;
	}

	/** A new device; whoever uses it has not said who they are yet. */
	async newDevice(options: { viewport?: { width: number; height: number } } = {}): Promise<Device> {
		const port = await freePort();
		const network = new Network(this.server.port);
		await network.listen(port);
		const profile = mkdtempSync(join(tmpdir(), 'beredd-profile-'));
		const context = await openProfile(profile, options);
		this.#devices.push({ context, network, profile });
		const page = context.pages()[0] ?? (await context.newPage());
		return new Device({ page, context, url: `http://127.0.0.1:${port}`, network, profile });
	}

	async close(): Promise<void> {
		for (const { context, network, profile } of this.#devices) {
			await context.close();
			await network.close();
			rmSync(profile, { recursive: true, force: true });
		}
		await this.server.remove();
	}
}

function openProfile(
	profile: string,
	options: { viewport?: { width: number; height: number } }
): Promise<BrowserContext> {
	const use = test.info().project.use;
	return chromium.launchPersistentContext(profile, {
		...use.launchOptions,
		locale: 'sv-SE',
		timezoneId: 'Europe/Stockholm',
		viewport: options.viewport ?? { width: 1180, height: 820 }
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

export { expect };
