// Against a provider that lies, breaks or is silent.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DAY_MS, expectOk, ok, refuse, systemRandom } from '#lib/kernel/index.ts';
import { ForgingProvider } from '../../../../tests/support/forging-provider.ts';
import { SingleSignOn, type SingleSignOnSettings } from './oidc.server.ts';

const CALLBACK = 'http://127.0.0.1:3000/access/sso/callback';
const REFUSED = refuse('access.sso-refused');
const UNREACHABLE = refuse('access.sso-unreachable');
const DISCOVERY = '/.well-known/openid-configuration';
const LIMIT_MS = 150;

let clock = 0;
let provider: ForgingProvider;
let sso: SingleSignOn;

function signOn(other: Partial<SingleSignOnSettings> = {}): SingleSignOn {
	const client = { issuer: provider.issuer, clientId: 'beredd', redirectUri: CALLBACK, scopes: ['email'] };
	return new SingleSignOn({ ...client, now: () => clock, random: systemRandom, limitMs: 5_000, ...other });
}

/** A sign-in up to the way back; the token will carry the right nonce unless `claims` says another. */
async function walked(by = sso): Promise<[string, string]> {
	const { url, cookie } = expectOk(await by.begin());
	const query = new URL(url).searchParams;
	provider.claims = { nonce: query.get('nonce'), ...provider.claims };
	return [`${CALLBACK}?code=abc&state=${query.get('state') ?? ''}`, cookie];
}

beforeEach(async () => {
	provider = new ForgingProvider();
	await provider.start();
	sso = signOn();
});
afterEach(async () => {
	vi.useRealTimers();
	await provider.stop();
});

test('an honest token is taken: what the tests below change is what they are refused for', async () => {
	expect(await sso.finish(...(await walked()))).toEqual(ok({ subject: 'subject-anna' }));
});

test.each([
	['another nonce', { nonce: 'of an earlier sign-in' }],
	['no nonce', { nonce: undefined }],
	['another client as its audience', { aud: 'another-client' }],
	['several audiences and another party', { aud: ['beredd', 'another-client'], azp: 'another-client' }],
	['another issuer', { iss: 'https://evil.example' }],
	['an end that has passed', { exp: 1_000 }],
	['no subject', { sub: undefined }],
	['an endless subject', { sub: 'x'.repeat(256) }]
])('a token with %s is refused', async (_, claims) => {
	provider.claims = claims;
	expect(await sso.finish(...(await walked()))).toEqual(REFUSED);
});

test.each(['another key', 'none'] as const)('a token signed with %s is refused', async (signing) => {
	provider.signing = signing;
	expect(await sso.finish(...(await walked()))).toEqual(REFUSED);
});

test('an address from the token keeps its own word for it, whatever the user page says', async () => {
	provider.discovery = { userinfo_endpoint: `${provider.issuer}/me` };
	provider.claims = { email: 'anna@sjorum.example' };
	provider.userPage = { sub: 'subject-anna', email: 'chief@sjorum.example', email_verified: true, name: ' Anna Ek ' };
	const anna = { subject: 'subject-anna', email: 'anna@sjorum.example', emailVerified: false, name: 'Anna Ek' };
	expect(await sso.finish(...(await walked()))).toEqual(ok(anna));
});

test('the user page of another person is refused', async () => {
	provider.discovery = { userinfo_endpoint: `${provider.issuer}/me` };
	provider.userPage = { sub: 'subject-bo', name: 'Bo Al' };
	expect(await sso.finish(...(await walked()))).toEqual(REFUSED);
});

test('claims that are not as they should be count as not given', async () => {
	provider.claims = { email: 'not an address', email_verified: 'true', name: 7 };
	expect(await sso.finish(...(await walked()))).toEqual(ok({ subject: 'subject-anna' }));
});

test('a provider that calls itself by another name is not used', async () => {
	provider.discovery = { issuer: 'https://evil.example' };
	expect(await sso.begin()).toEqual(UNREACHABLE);
});

test.each([DISCOVERY, '/token', '/keys', '/me'])('a provider that is silent at %s is given up on', async (path) => {
	provider.discovery = { userinfo_endpoint: `${provider.issuer}/me` };
	const reasons: string[] = [];
	const hurried = signOn({ limitMs: LIMIT_MS, onfailed: (reason) => void reasons.push(reason) });
	const back = path === DISCOVERY ? undefined : await walked(hurried);
	provider.silent.add(path);
	expect(await (back ? hurried.finish(...back) : hurried.begin())).toEqual(UNREACHABLE);
	// By our own limit for the step as a whole, not by openid-client's for a single request, which is longer.
	expect(reasons).toEqual(['no answer in time']);
});

test('unless told otherwise nobody waits for the provider longer than five seconds', async () => {
	provider.silent.add(DISCOVERY);
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	const { issuer } = provider;
	const usual = {
		issuer,
		clientId: 'beredd',
		redirectUri: CALLBACK,
		scopes: [],
		now: () => clock,
		random: systemRandom
	};
	let answer: unknown;
	void new SingleSignOn(usual).begin().then((result) => (answer = result));
	await vi.advanceTimersByTimeAsync(4_999);
	expect(answer).toBeUndefined();
	await vi.advanceTimersByTimeAsync(1);
	expect(answer).toEqual(UNREACHABLE);
});

test.each([
	[DISCOVERY, 503],
	[DISCOVERY, 200],
	['/token', 502]
])('a provider that breaks at %s with %i is called unreachable', async (path, status) => {
	const back = path === DISCOVERY ? undefined : await walked();
	provider.broken.set(path, status);
	expect(await (back ? sso.finish(...back) : sso.begin())).toEqual(UNREACHABLE);
});

test('a provider that says it is unwell is called unreachable; one that says no is not', async () => {
	const said = async (error: string): Promise<unknown> => {
		const [url, cookie] = await walked();
		return sso.finish(url.replace('code=abc', `error=${error}`), cookie);
	};
	expect(await said('temporarily_unavailable')).toEqual(UNREACHABLE);
	expect(await said('server_error')).toEqual(UNREACHABLE);
	expect(await said('access_denied')).toEqual(REFUSED);
});

test('the provider is asked about itself once a day, by many at once as by one', async () => {
	const asked = (): number => provider.heard.filter(({ path }) => path === DISCOVERY).length;
	expect(asked()).toBe(0);
	await Promise.all([sso.begin(), sso.begin(), sso.begin()]);
	clock += DAY_MS - 1;
	await sso.begin();
	expect(asked()).toBe(1);
	clock += 1;
	await sso.begin();
	expect(asked()).toBe(2);
});

test('the secret goes in the header, or in the body for a provider that takes it only there; the verifier goes along', async () => {
	const secretive = async (methods: string[] | undefined): Promise<(typeof provider.heard)[number] | undefined> => {
		provider.discovery = { token_endpoint_auth_methods_supported: methods };
		provider.claims = {};
		const one = signOn({ clientSecret: 'agreed' });
		expectOk(await one.finish(...(await walked(one))));
		return provider.heard.findLast(({ path }) => path === '/token');
	};
	for (const methods of [undefined, ['client_secret_post', 'client_secret_basic']]) {
		const request = await secretive(methods);
		expect(request?.authorization).toBe(`Basic ${btoa('beredd:agreed')}`);
		expect(request?.body).not.toContain('agreed');
		expect(request?.body).toMatch(/code_verifier=[A-Za-z0-9_-]{43}/);
	}
	const request = await secretive(['client_secret_post']);
	expect(request?.authorization).toBeUndefined();
	expect(request?.body).toContain('client_secret=agreed');
});

test.each([
	['http://id.sjorum.example', CALLBACK],
	['http://127.0.0.1.evil.example', CALLBACK],
	['ftp://127.0.0.1', CALLBACK],
	['https://id.sjorum.example', 'http://beredd.sjorum.example/access/sso/callback']
])(
	'issuer %s with the way back %s is refused at start: what passes there says who somebody is',
	(issuer, redirectUri) => {
		expect(() => signOn({ issuer, redirectUri })).toThrow('must begin with https://');
	}
);

test.each(['https://id.sjorum.example', 'http://localhost:8080/realms/sjorum', 'http://[::1]:8080'])(
	'issuer %s is accepted',
	(issuer) => {
		expect(() => signOn({ issuer })).not.toThrow();
	}
);
