// The way to the identity provider: found when first needed, and again after it was away; nobody waits longer than the limit.
import * as client from 'openid-client';
import { DAY_MS } from '#lib/kernel/index.ts';

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)$/;

export interface ConnectionSettings {
	readonly issuer: string;
	readonly clientId: string;
	readonly clientSecret?: string;
	readonly limitMs: number;
	readonly now: () => number;
}

/** The provider did not answer within the limit. */
export class TooSlow extends Error {}

export class Connection {
	readonly #settings: ConnectionSettings;
	readonly #issuer: URL;
	#found: { readonly at: number; readonly configuration: Promise<client.Configuration> } | undefined;

	/** Errors: throws when the issuer is neither https nor on this machine; what passes there is who somebody is. */
	constructor(settings: ConnectionSettings) {
		this.#settings = settings;
		this.#issuer = guarded(settings.issuer);
	}

	/** What the provider says of itself, asked at most once a day; askers at the same time share one question. */
	configuration(): Promise<client.Configuration> {
		const now = this.#settings.now();
		if (this.#found && now - this.#found.at < DAY_MS) return this.#found.configuration;
		const found = { at: now, configuration: this.#discover() };
		this.#found = found;
		found.configuration.catch(() => {
			if (this.#found === found) this.#found = undefined;
		});
		return found.configuration;
	}

	/** `work` as a whole, however many questions it puts to the provider; rejects with `TooSlow` after the limit. */
	async withinLimit<T>(work: Promise<T>): Promise<T> {
		let timer: NodeJS.Timeout | undefined;
		const over = new Promise<never>((_, tooSlow) => {
			timer = setTimeout(() => {
				tooSlow(new TooSlow());
			}, this.#settings.limitMs);
		});
		try {
			return await Promise.race([work, over]);
		} finally {
			clearTimeout(timer);
		}
	}

	#discover(): Promise<client.Configuration> {
		const { clientId, clientSecret, limitMs } = this.#settings;
		// Checked by signature although it comes straight from the provider: some networks open and re-seal TLS on the way.
		const execute = [client.enableNonRepudiationChecks];
		if (this.#issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
		const proof = clientSecret === undefined ? client.None() : withSecret(clientSecret);
		return this.withinLimit(
			client.discovery(this.#issuer, clientId, undefined, proof, { execute, timeout: Math.ceil(limitMs / 1000) })
		);
	}
}

/** `address` as a URL that is https, or http to this machine. */
export function guarded(address: string): URL {
	const url = new URL(address);
	const safe = url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
	if (!safe) throw new Error(`${address} must begin with https://`);
	return url;
}

/** In the header unless the provider names the body among what it takes: a provider that names nothing takes the header. */
function withSecret(secret: string): client.ClientAuth {
	const inBody = client.ClientSecretPost(secret);
	const inHeader = client.ClientSecretBasic(secret);
	return (server, ...rest) => {
		const named = server.token_endpoint_auth_methods_supported ?? [];
		const way = named.includes('client_secret_post') && !named.includes('client_secret_basic') ? inBody : inHeader;
		way(server, ...rest);
	};
}
