// A browser without a window: keeps cookies, follows redirects by hand and sends the log-in form of the test's identity provider.

/** Where a walk ended: an address outside the provider that it was sent to, or a page of the provider. */
export interface Stop {
	readonly url: string;
	/** `undefined` where nobody was asked: the address lies outside the provider. */
	readonly page: string | undefined;
}

export class WalkingBrowser {
	readonly #origin: string;
	readonly #cookies = new Map<string, string>();

	/** `origin` of the provider; elsewhere it only takes note of the address. */
	constructor(origin: string) {
		this.#origin = origin;
	}

	async open(url: string, form?: Readonly<Record<string, string>>): Promise<Stop> {
		let [next, body] = [url, form && new URLSearchParams(form)];
		for (let steps = 0; steps < 10; steps += 1) {
			if (new URL(next).origin !== this.#origin) return { url: next, page: undefined };
			const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
			const response = await fetch(next, {
				redirect: 'manual',
				headers: { cookie },
				...(body ? { method: 'POST', body } : {})
			});
			this.#keep(response);
			const location = response.headers.get('location');
			if (!location) return { url: next, page: await response.text() };
			[next, body] = [new URL(location, next).href, undefined];
		}
		throw new Error(`The walk from ${url} has no end`);
	}

	/** Opens `url`, and fills in the form it comes to; the address that the provider sends the browser back to. */
	async signIn(url: string, form: Readonly<Record<string, string>>): Promise<Stop> {
		const { url: at, page } = await this.open(url);
		if (!page?.includes('<form')) throw new Error(`No log-in form at ${at}`);
		return this.open(at, form);
	}

	#keep(response: Response): void {
		for (const line of response.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
			if (value) this.#cookies.set(name, value);
			else this.#cookies.delete(name);
		}
	}
}
