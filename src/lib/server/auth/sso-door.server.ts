// The way in by the municipality's own log-in: out to the provider, back with a code for this browser, and whose account it is.
import { MINUTE_MS, ok, refuse, type Random, type Result } from '#lib/kernel/index.ts';
import type { Accounts } from './accounts.server.ts';
import type { Directory } from './directory.server.ts';
import type { Identity } from './oidc-identity.server.ts';
import type { SingleSignOn } from './oidc.server.ts';
import { OneTime } from './one-time.server.ts';

/** Where to send the browser next, with the cookie by which it is known. */
export interface WayOn {
	readonly location: string;
	readonly cookie: string;
}

export interface SsoDoorSettings {
	/** Undefined where the municipality has no such log-in. */
	readonly provider: Pick<SingleSignOn, 'begin' | 'finish'> | undefined;
	readonly accounts: Accounts;
	readonly directory: Directory;
	readonly secure: boolean;
	readonly now: () => number;
	readonly random: Random;
}

/** Between coming back and the page's first question there is a page load, not a person. */
const CODE_MS = MINUTE_MS;
const COOKIE_S = 600;

export class SsoDoor {
	readonly #settings: SsoDoorSettings;
	/** The code in the address opens only together with the word in the cookie: a code sent to somebody else lets nobody in as another. */
	readonly #codes: OneTime<{ readonly personId: string; readonly browser: string }>;
	readonly #browsers: OneTime<true>;

	constructor(settings: SsoDoorSettings) {
		const { now, random } = settings;
		this.#settings = settings;
		this.#codes = new OneTime({ lifeMs: CODE_MS, limit: 10_000, now, random });
		this.#browsers = new OneTime({ lifeMs: CODE_MS, limit: 10_000, now, random });
	}

	get open(): boolean {
		return this.#settings.provider !== undefined;
	}

	/** Shapes:  `anew` for a tablet that several share: the last one's log-in must not let the next one in. */
	async begin({ anew }: { anew: boolean }): Promise<WayOn> {
		const begun = (await this.#settings.provider?.begin({ anew })) ?? refuse('access.sso-unreachable');
		if (!begun.ok) return this.refused(begun.code);
		return { location: begun.value.url, cookie: this.#cookie(begun.value.cookie) };
	}

	/** Shapes:  `url` as the browser asked for it, `cookies` its Cookie header. */
	async finish(url: URL, cookies: string | undefined): Promise<WayOn> {
		const { provider } = this.#settings;
		const identity = (await provider?.finish(url, this.#wordIn(cookies))) ?? refuse('access.sso-over');
		if (!identity.ok) return this.refused(identity.code);
		const personId = await this.#personOf(identity.value);
		if (!personId.ok) return this.refused(personId.code);
		const browser = this.#browsers.give(true);
		const code = this.#codes.give({ personId: personId.value, browser });
		return { location: `/sign-in#sso=${code}`, cookie: this.#cookie(browser) };
	}

	/** Errors:  `access.sso-over`: used, older than a minute, or another browser's. */
	redeem(code: string, cookies: string | undefined): Result<string> {
		const kept = this.#codes.take(code);
		if (!kept || kept.browser !== this.#wordIn(cookies)) return refuse('access.sso-over');
		return ok(kept.personId);
	}

	/** Whose account it is: known by the provider's own name for them, else by an address that it vouches for. */
	async #personOf({ subject, email, emailVerified = false }: Identity): Promise<Result<string>> {
		const { accounts, directory, now } = this.#settings;
		const known = await accounts.bySubject(subject);
		if (known) return directory.actor(known.person_id) ? ok(known.person_id) : refuse('access.sso-unknown');
		const person = email !== undefined && emailVerified ? directory.byEmail(email) : undefined;
		if (!person) return refuse('access.sso-unknown');
		// An address that has passed to a new employee does not open the former one's account.
		const account = await accounts.of(person.id);
		if (account && account.sso_subject !== null) return refuse('access.sso-unknown');
		await accounts.set(person.id, { ssoSubject: subject }, now());
		return ok(person.id);
	}

	/** Back to the sign-in page, which says why. */
	refused(code: string): WayOn {
		return { location: `/sign-in#refused=${code}`, cookie: this.#cookie('', 0) };
	}

	/** Lax: a strict cookie stays away when the provider sends the browser back. */
	#cookie(word: string, seconds = COOKIE_S): string {
		const parts = [`${this.#name}=${word}`, 'Path=/', `Max-Age=${seconds}`, 'HttpOnly', 'SameSite=Lax'];
		return [...parts, ...(this.#settings.secure ? ['Secure'] : [])].join('; ');
	}

	get #name(): string {
		return this.#settings.secure ? '__Host-beredd-sso' : 'beredd-sso';
	}

	#wordIn(cookies = ''): string | undefined {
		const pairs = cookies.split(';').map((pair) => pair.trim().split('='));
		return pairs.find(([name]) => name === this.#name)?.[1];
	}
}
