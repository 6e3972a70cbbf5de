// Whose account the municipality's own log-in opens, and in which browser.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok, refuse, systemRandom, type Result } from '#lib/kernel/index.ts';
import { openOffice, type Office } from '../../../../tests/support/office.ts';
import { Accounts } from './accounts.server.ts';
import { Directory } from './directory.server.ts';
import type { Identity } from './oidc-identity.server.ts';
import { SsoDoor } from './sso-door.server.ts';

const CALLBACK = new URL('http://localhost:3000/sso/callback?code=x');
const ANNA = 'anna.ek@provkoping.example';

let office: Office;
let door: SsoDoor;
let accounts: Accounts;
let annaId: string;
let now = 1_790_000_000_000;
let said: Result<Identity>;

beforeEach(async () => {
	now = 1_790_000_000_000;
	office = await openOffice(() => now);
	annaId = (await office.newcomer('Anna Ek', ANNA)).personId;
	accounts = new Accounts(office.store.db);
	const directory = await Directory.open(office.store, () => undefined);
	const provider = {
		begin: ({ anew = false } = {}) =>
			Promise.resolve(ok({ url: `https://id.example/?anew=${String(anew)}`, cookie: 'half-way' })),
		finish: (_url: URL | string, cookie: string | undefined) =>
			Promise.resolve(cookie === 'half-way' ? said : refuse('access.sso-over'))
	};
	door = new SsoDoor({ provider, accounts, directory, secure: false, now: () => now, random: systemRandom });
});
afterEach(() => office.close());

/** Through the provider as `who`; where the browser lands, and its cookie. */
async function comeBack(who: Identity): Promise<{ word: URLSearchParams; cookie: string }> {
	said = ok(who);
	const begun = await door.begin({ anew: false });
	const back = await door.finish(CALLBACK, begun.cookie.split(';')[0]);
	return { word: new URLSearchParams(back.location.split('#')[1]), cookie: back.cookie.split(';')[0] ?? '' };
}

async function personOf(who: Identity): Promise<string> {
	const { word, cookie } = await comeBack(who);
	const code = word.get('sso');
	if (code === null) return word.get('refused') ?? '';
	const redeemed = door.redeem(code, cookie);
	return redeemed.ok ? redeemed.value : redeemed.code;
}

test('an address that the provider vouches for introduces Anna once; then the provider’s own name for her is enough', async () => {
	expect(await personOf({ subject: 's-1', email: ANNA.toUpperCase(), emailVerified: true })).toBe(annaId);
	expect((await accounts.of(annaId))?.sso_subject).toBe('s-1');
	expect(await personOf({ subject: 's-1', email: 'new.name@provkoping.example' })).toBe(annaId);
});

test.each([
	['an address nobody vouches for', { subject: 's-1', email: ANNA, emailVerified: false }],
	['an address of nobody', { subject: 's-1', email: 'eva@provkoping.example', emailVerified: true }],
	['no address at all', { subject: 's-1' }]
])('%s lets nobody in, and says whom to ask', async (_, who) => {
	expect(await personOf(who)).toBe('access.sso-unknown');
	expect((await accounts.of(annaId))?.sso_subject).toBeNull();
});

test('an address that has passed to a new employee does not open the former one’s account', async () => {
	await personOf({ subject: 's-1', email: ANNA, emailVerified: true });
	expect(await personOf({ subject: 's-2', email: ANNA, emailVerified: true })).toBe('access.sso-unknown');
});

test('an address that two people share says not which of them it is', async () => {
	const person = { personId: 'p-other', name: 'Anna Ek', title: 'Vikarie', email: ANNA };
	expect(await office.do(office.administrator, 'access.addPerson', person)).toBe('ok');
	const directory = await Directory.open(office.store, () => undefined);
	expect(directory.byEmail(ANNA)).toBeUndefined();
});

test('the code is good once, for a minute, and in the browser that brought it', async () => {
	const who = { subject: 's-1', email: ANNA, emailVerified: true };
	const first = await comeBack(who);
	const code = first.word.get('sso') ?? '';
	const other = await comeBack(who);
	expect(door.redeem(code, other.cookie)).toEqual({ ok: false, code: 'access.sso-over' });
	expect(door.redeem(code, first.cookie)).toEqual({ ok: false, code: 'access.sso-over' });
	const third = await comeBack(who);
	now += 60_001;
	expect(door.redeem(third.word.get('sso') ?? '', third.cookie)).toEqual({ ok: false, code: 'access.sso-over' });
	expect(door.redeem('no such code at all, ever', undefined)).toEqual({ ok: false, code: 'access.sso-over' });
});

test('a browser that did not begin here is not let on; its cookie is short-lived, and no script reads it', async () => {
	said = ok({ subject: 's-1', email: ANNA, emailVerified: true });
	expect((await door.finish(CALLBACK, undefined)).location).toBe('/sign-in#refused=access.sso-over');
	const { cookie, location } = await door.begin({ anew: true });
	expect(cookie).toBe('beredd-sso=half-way; Path=/; Max-Age=600; HttpOnly; SameSite=Lax');
	expect(location).toBe('https://id.example/?anew=true');
});

test('what the provider refuses, and a municipality without such a log-in, lead to a sentence', async () => {
	said = refuse('access.sso-refused');
	const { cookie } = await door.begin({ anew: false });
	expect((await door.finish(CALLBACK, cookie.split(';')[0])).location).toBe('/sign-in#refused=access.sso-refused');
	const none = await office.desk.ssoBegin(undefined, '192.0.2.1');
	expect(none.location).toBe('/sign-in#refused=access.sso-unreachable');
	expect((await office.browser().ask('ways-in')).value).toEqual({ sso: false, passkeys: true });
});
