// Single sign-on by OpenID Connect: the municipality's own identity provider says who somebody is. What they may do, it does not say.
import * as client from 'openid-client';
import { MINUTE_MS, ok, refuse, type Random, type Refusal, type Result } from '#lib/kernel/index.ts';
import { Connection, guarded } from './oidc-connection.server.ts';
import { failureOf, reasonOf, type Failure } from './oidc-failure.server.ts';
import { Claims, identityOf, Subject, type Identity } from './oidc-identity.server.ts';
import { OneTime } from './one-time.server.ts';

export interface SingleSignOnSettings {
	readonly issuer: string;
	readonly clientId: string;
	/** Without one the client is a public one, guarded by PKCE alone. */
	readonly clientSecret?: string;
	/** Where the provider sends the browser back to, exactly as it is registered there. */
	readonly redirectUri: string;
	/** `openid` is always asked for. */
	readonly scopes: readonly string[];
	readonly now: () => number;
	readonly random: Random;
	/** How long the provider may take for each of our two steps as a whole. */
	readonly limitMs?: number;
	/** Hears why a sign-in failed, for the server's log; holds no personal data. */
	readonly onfailed?: (reason: string) => void;
}

interface HalfWay {
	readonly state: string;
	readonly nonce: string;
	readonly verifier: string;
}

export class SingleSignOn {
	readonly #settings: SingleSignOnSettings;
	readonly #connection: Connection;
	readonly #halfWay: OneTime<HalfWay>;

	/** Errors: throws when the issuer or the way back is neither https nor on this machine. */
	constructor(settings: SingleSignOnSettings) {
		const { now, random, limitMs = 5_000 } = settings;
		guarded(settings.redirectUri);
		this.#settings = settings;
		this.#connection = new Connection({ ...settings, limitMs });
		this.#halfWay = new OneTime({ lifeMs: 10 * MINUTE_MS, limit: 10_000, now, random });
	}

	/**
	 * Where to send the browser, and the cookie by which it is known when it comes back.
	 *
	 * Shapes:  `anew` asks the provider to let nobody in by an earlier sign-in: for tablets that pass from hand to hand.
	 *          The cookie must be HttpOnly and SameSite=Lax (a Strict one stays away when the provider sends the browser back).
	 * Units:   good for 10 minutes, once.
	 * Errors:  `access.sso-unreachable`, within 5 seconds; the next call tries anew.
	 */
	async begin({ anew = false } = {}): Promise<Result<{ readonly url: string; readonly cookie: string }>> {
		const { redirectUri, scopes } = this.#settings;
		try {
			const configuration = await this.#connection.configuration();
			const halfWay = { state: this.#word(), nonce: this.#word(), verifier: this.#word() };
			const url = client.buildAuthorizationUrl(configuration, {
				redirect_uri: redirectUri,
				scope: [...new Set(['openid', ...scopes])].join(' '),
				state: halfWay.state,
				nonce: halfWay.nonce,
				code_challenge: await client.calculatePKCECodeChallenge(halfWay.verifier),
				code_challenge_method: 'S256',
				...(anew ? { prompt: 'login' } : {})
			});
			return ok({ url: url.href, cookie: this.#halfWay.give(halfWay) });
		} catch (error) {
			return this.#failed(error, 'access.sso-unreachable');
		}
	}

	/**
	 * Who came back from the provider.
	 *
	 * Shapes:  `callbackUrl` as the browser asked for it; only its query counts, since a proxy may change the rest.
	 * Errors:  `access.sso-over` when the cookie is unknown, used before or older than 10 minutes; `access.sso-refused` when the
	 *          provider says no or its answer does not hold; `access.sso-unreachable` when it cannot be asked, within 5 seconds.
	 */
	async finish(callbackUrl: string | URL, cookie: string | undefined): Promise<Result<Identity>> {
		const halfWay = cookie === undefined ? undefined : this.#halfWay.take(cookie);
		if (!halfWay) return refuse('access.sso-over');
		const back = new URL(this.#settings.redirectUri);
		back.search = new URL(callbackUrl).search;
		try {
			return await this.#connection.withinLimit(this.#identity(back, halfWay));
		} catch (error) {
			return this.#failed(error);
		}
	}

	async #identity(back: URL, { state, nonce, verifier }: HalfWay): Promise<Result<Identity>> {
		const configuration = await this.#connection.configuration();
		const tokens = await client.authorizationCodeGrant(configuration, back, {
			expectedState: state,
			expectedNonce: nonce,
			pkceCodeVerifier: verifier,
			idTokenExpected: true
		});
		const subject = Subject.safeParse(tokens.claims()?.sub).data;
		if (subject === undefined) return this.#no('no subject');
		const token = Claims.parse(tokens.claims());
		// Many providers put address and name on the user page alone.
		const asked =
			(token.email === undefined || token.name === undefined) &&
			configuration.serverMetadata().userinfo_endpoint !== undefined;
		const page = asked ? await client.fetchUserInfo(configuration, tokens.access_token, subject) : {};
		return ok(identityOf(subject, token, Claims.parse(page)));
	}

	/** Also when the provider answers nonsense before anyone has signed in, it is only not to be reached. */
	#failed(error: unknown, code?: Failure): Refusal {
		const meaning = failureOf(error);
		if (meaning === undefined) throw error;
		this.#settings.onfailed?.(reasonOf(error));
		return refuse(code ?? meaning);
	}

	#no(reason: string): Refusal {
		this.#settings.onfailed?.(reason);
		return refuse('access.sso-refused');
	}

	#word(): string {
		return Buffer.from(this.#settings.random.bytes(32)).toString('base64url');
	}
}
