// Against a real provider: oidc-provider on a port of this machine.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectOk, MINUTE_MS, ok, refuse, systemRandom } from '#lib/kernel/index.ts';
import { IdentityProvider, subjectOf } from '../../../../tests/support/identity-provider.ts';
import { WalkingBrowser } from '../../../../tests/support/walking-browser.ts';
import { SingleSignOn } from './oidc.server.ts';

const CALLBACK = 'https://beredd.sjorum.example/access/sso/callback';
const REFUSED = refuse('access.sso-refused');
const OVER = refuse('access.sso-over');
const UNREACHABLE = refuse('access.sso-unreachable');
const ANNA = { subject: subjectOf('anna'), email: 'anna.ek@sjorum.example', emailVerified: true, name: 'Anna Ek' };

const provider = new IdentityProvider();
let clock = 0;
let reasons: string[] = [];
let sso: SingleSignOn;

function signOn(other: { clientSecret?: string; scopes?: string[] } = {}): SingleSignOn {
	const { issuer, clientId, clientSecret } = provider;
	const own = { issuer, clientId, clientSecret, redirectUri: CALLBACK, scopes: ['email', 'profile'] };
	const onfailed = (reason: string): void => void reasons.push(reason);
	return new SingleSignOn({ ...own, now: () => clock, random: systemRandom, onfailed, ...other });
}

/** Somebody walks to the provider and signs in there: the address they are sent back to, and their cookie. */
async function walked(login: string, by = sso, browser = new WalkingBrowser(provider.issuer)): Promise<Back> {
	const { url, cookie } = expectOk(await by.begin());
	const stop = await browser.signIn(url, { login, password: provider.password });
	expect(stop.url.startsWith(`${CALLBACK}?`)).toBe(true);
	return { url: stop.url, cookie };
}

interface Back {
	readonly url: string;
	readonly cookie: string;
}

beforeAll(() => provider.start(CALLBACK));
afterAll(() => provider.stop());
beforeEach(() => {
	clock = 1_000_000;
	reasons = [];
	sso = signOn();
});
afterEach(() => {
	expect(reasons.join()).not.toMatch(/anna|Anna|secret between/);
});

test('a person who has signed in at the municipality comes back known by subject, address and name', async () => {
	const back = await walked('anna');
	expect(await sso.finish(back.url, back.cookie)).toEqual(ok(ANNA));
});

test('the way there carries state, nonce and an S256 challenge, new each time, and no secret', async () => {
	const [first, second] = [expectOk(await sso.begin()), expectOk(await sso.begin())];
	const query = new URL(first.url).searchParams;
	expect(query.get('code_challenge_method')).toBe('S256');
	expect(query.get('redirect_uri')).toBe(CALLBACK);
	expect(query.get('scope')).toBe('openid email profile');
	for (const name of ['state', 'nonce', 'code_challenge']) {
		expect(query.get(name)).toMatch(/^[A-Za-z0-9_-]{43}$/);
		expect(query.get(name)).not.toBe(new URL(second.url).searchParams.get(name));
	}
	expect(first.url).not.toContain(first.cookie);
	expect(first.url).not.toContain('secret');
});

test('only the query of the way back counts, since a proxy changes scheme and host', async () => {
	const { url, cookie } = await walked('anna');
	expect(await sso.finish(url.replace('https://beredd.sjorum.example', 'http://127.0.0.1:3000'), cookie)).toEqual(
		ok(ANNA)
	);
});

test('whoever is not asked for address and name is known by subject alone', async () => {
	const bare = signOn({ scopes: [] });
	const { url, cookie } = await walked('bo', bare);
	expect(await bare.finish(url, cookie)).toEqual(ok({ subject: subjectOf('bo') }));
});

test('an address that the provider does not vouch for is said to be unverified', async () => {
	provider.accounts.set('cia', { email: 'cia@sjorum.example', name: 'Cia Dal', emailVerified: false });
	const { url, cookie } = await walked('cia');
	expect(await sso.finish(url, cookie)).toMatchObject({ value: { email: 'cia@sjorum.example', emailVerified: false } });
});

test('a way back with another state is refused, and the sign-in is spent', async () => {
	const { url, cookie } = await walked('anna');
	const changed = new URL(url);
	changed.searchParams.set('state', 'another');
	expect(await sso.finish(changed, cookie)).toEqual(REFUSED);
	expect(await sso.finish(url, cookie)).toEqual(OVER);
});

test('a way back is good once', async () => {
	const { url, cookie } = await walked('anna');
	expectOk(await sso.finish(url, cookie));
	expect(await sso.finish(url, cookie)).toEqual(OVER);
});

test("Anna's way back with Bo's cookie lets nobody in", async () => {
	const [anna, bo] = [await walked('anna'), await walked('bo')];
	expect(await sso.finish(anna.url, bo.cookie)).toEqual(REFUSED);
	expect(await sso.finish(bo.url, bo.cookie)).toEqual(OVER);
	expect(await sso.finish(anna.url, anna.cookie)).toEqual(ok(ANNA));
});

test("a code stolen from Anna's way back opens nothing in a sign-in of the thief", async () => {
	const anna = await walked('anna');
	const thief = await walked('bo');
	const mixed = new URL(thief.url);
	mixed.searchParams.set('code', new URL(anna.url).searchParams.get('code') ?? '');
	expect(await sso.finish(mixed, thief.cookie)).toEqual(REFUSED);
	expect(reasons).toEqual(['OAUTH_RESPONSE_BODY_ERROR: invalid_grant']);
});

test('without a cookie, with an invented one, or after ten minutes the sign-in is over', async () => {
	const { url, cookie } = await walked('anna');
	expect(await sso.finish(url, undefined)).toEqual(OVER);
	expect(await sso.finish(url, 'invented')).toEqual(OVER);
	clock += 10 * MINUTE_MS + 1;
	expect(await sso.finish(url, cookie)).toEqual(OVER);
});

test('a code and an issuer that are not the own ones are refused', async () => {
	for (const [name, value] of [
		['code', 'invented'],
		['iss', 'https://evil.example']
	] as const) {
		const { url, cookie } = await walked('anna');
		const changed = new URL(url);
		changed.searchParams.set(name, value);
		expect(await sso.finish(changed, cookie)).toEqual(REFUSED);
	}
});

test('a person who cancels at the provider is not let in', async () => {
	const { url, cookie } = expectOk(await sso.begin());
	const stop = await new WalkingBrowser(provider.issuer).signIn(url, { cancel: 'yes' });
	expect(await sso.finish(stop.url, cookie)).toEqual(REFUSED);
	expect(reasons).toEqual(['OAUTH_AUTHORIZATION_RESPONSE_ERROR: access_denied']);
});

test('a wrong password stays at the provider', async () => {
	const { url } = expectOk(await sso.begin());
	const stop = await new WalkingBrowser(provider.issuer).signIn(url, { login: 'anna', password: 'wrong' });
	expect(stop.page).toContain('Wrong user name or password');
});

test('a client with the wrong secret is refused', async () => {
	const other = signOn({ clientSecret: 'not what was agreed' });
	const { url, cookie } = await walked('anna', other);
	expect(await other.finish(url, cookie)).toEqual(REFUSED);
});

test('on a tablet that passes from hand to hand the provider asks anew, although Anna is still signed in there', async () => {
	const browser = new WalkingBrowser(provider.issuer);
	await walked('anna', sso, browser);
	expect((await browser.open(expectOk(await sso.begin()).url)).page).toBeUndefined();
	expect((await browser.open(expectOk(await sso.begin({ anew: true })).url)).page).toContain('<form');
});

test('while the provider is gone sign-in says so, and works again when it is back', async () => {
	const half = await walked('anna');
	await provider.stop();
	expect(await sso.finish(half.url, half.cookie)).toEqual(UNREACHABLE);
	const late = signOn();
	expect(await late.begin()).toEqual(UNREACHABLE);
	await provider.start(CALLBACK);
	const back = await walked('anna', late);
	expect(await late.finish(back.url, back.cookie)).toEqual(ok(ANNA));
});
