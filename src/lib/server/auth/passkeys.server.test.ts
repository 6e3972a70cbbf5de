import { beforeEach, describe, expect, test } from 'vitest';
import { expectOk, MINUTE_MS, refuse, systemRandom } from '#lib/kernel/index.ts';
import { SoftwareAuthenticator, type Trouble } from '../../../../tests/support/software-authenticator.ts';
import { Passkeys, type StoredPasskey } from './passkeys.server.ts';

const ORIGIN = 'https://beredd.sjorum.example';
const RP_ID = 'beredd.sjorum.example';
const ANNA = { id: 'person-anna', login: 'anna', name: 'Anna Ek' };
const BO = { id: 'person-bo', login: 'bo', name: 'Bo Al' };
const REFUSED = refuse('access.passkey-refused');
const OVER = refuse('access.challenge-over');

let clock = 0;
let reasons: string[] = [];
let passkeys: Passkeys;
let phone: SoftwareAuthenticator;

beforeEach(() => {
	clock = 1_000_000;
	reasons = [];
	phone = new SoftwareAuthenticator(ORIGIN, RP_ID);
	passkeys = new Passkeys({
		rpId: RP_ID,
		rpName: 'Sjörum',
		origins: [ORIGIN],
		now: () => clock,
		random: systemRandom,
		onrefused: (reason) => void reasons.push(reason)
	});
});

async function added(): Promise<StoredPasskey> {
	const answer = phone.register(await passkeys.registrationOptions(ANNA, []));
	return expectOk(await passkeys.finishRegistration(ANNA.id, 'Annas telefon', answer));
}

describe('adding a passkey', () => {
	test('asks for one that knows its person, sees that it is them, and can unlock offline', async () => {
		const first = await passkeys.registrationOptions(ANNA, []);
		expect(first.rp).toEqual({ id: RP_ID, name: 'Sjörum' });
		expect(first.authenticatorSelection).toMatchObject({ residentKey: 'preferred', userVerification: 'required' });
		expect(first.extensions.prf.eval.first).toMatch(/^[A-Za-z0-9_-]{43}$/);
		expect(JSON.stringify(first.user.id)).not.toContain(Buffer.from(ANNA.id).toString('base64url'));
		const second = await passkeys.registrationOptions(ANNA, [await added()]);
		expect(second.excludeCredentials).toHaveLength(1);
		expect(second.challenge).not.toBe(first.challenge);
		expect(second.extensions).toEqual(first.extensions);
	});

	test('keeps what is needed to know it again, and not the secret that unlocks', async () => {
		const kept = await added();
		expect(kept).toMatchObject({ personId: ANNA.id, label: 'Annas telefon', counter: 0, transports: ['internal'] });
		expect(kept).toMatchObject({ createdAt: 1_000_000, lastUsedAt: undefined });
		expect(JSON.stringify(kept)).not.toContain('must not be kept');
	});

	test.each<[string, Trouble]>([
		['from another site', { origin: 'https://evil.example' }],
		['for another domain', { rpId: 'evil.example' }],
		['from someone who gave neither PIN nor finger', { unverified: true }],
		['that was made for signing in', { type: 'webauthn.get' }]
	])('refuses an answer %s', async (_, trouble) => {
		const answer = phone.register(await passkeys.registrationOptions(ANNA, []), trouble);
		expect(await passkeys.finishRegistration(ANNA.id, 'x', answer)).toEqual(REFUSED);
		expect(reasons).toHaveLength(1);
	});

	test("refuses that Bo adds his key to a question put to Anna, and that a sign-in's question makes a passkey", async () => {
		const answer = phone.register(await passkeys.registrationOptions(ANNA, []));
		expect(await passkeys.finishRegistration(BO.id, 'x', answer)).toEqual(OVER);
		const { challenge } = await passkeys.signInOptions();
		const other = phone.register(await passkeys.registrationOptions(ANNA, []), { challenge });
		expect(await passkeys.finishRegistration(ANNA.id, 'x', other)).toEqual(OVER);
	});

	test('takes an answer once and within five minutes', async () => {
		const answer = phone.register(await passkeys.registrationOptions(ANNA, []));
		expectOk(await passkeys.finishRegistration(ANNA.id, 'x', answer));
		expect(await passkeys.finishRegistration(ANNA.id, 'x', answer)).toEqual(OVER);
		const late = phone.register(await passkeys.registrationOptions(ANNA, []));
		clock += 5 * MINUTE_MS + 1;
		expect(await passkeys.finishRegistration(ANNA.id, 'x', late)).toEqual(OVER);
	});
});

describe('signing in', () => {
	test('names nobody beforehand and knows the person by the passkey', async () => {
		const passkey = await added();
		clock += 7;
		const options = await passkeys.signInOptions();
		expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required', rpId: RP_ID });
		expect(options.extensions).toEqual({ prf: (await passkeys.registrationOptions(ANNA, [])).extensions.prf });
		const answer = phone.signIn(options);
		expect(passkeys.passkeyIdOf(answer)).toBe(passkey.id);
		const used = expectOk(await passkeys.finishSignIn(answer, passkey));
		expect(used).toEqual({ ...passkey, counter: 1, lastUsedAt: 1_000_007 });
	});

	test('names the passkeys of one who is known already', async () => {
		const options = await passkeys.signInOptions([await added()]);
		expect(options.allowCredentials).toMatchObject([{ transports: ['internal'] }]);
	});

	test.each<[string, Trouble]>([
		['from another site', { origin: 'https://evil.example' }],
		['for another domain', { rpId: 'evil.example' }],
		['from someone who gave neither PIN nor finger', { unverified: true }],
		['that was made for adding a passkey', { type: 'webauthn.create' }],
		['with the handle of another person', { handle: Buffer.from('person-bo').toString('base64url') }]
	])('refuses an answer %s', async (_, trouble) => {
		const passkey = await added();
		const answer = phone.signIn(await passkeys.signInOptions(), trouble);
		expect(await passkeys.finishSignIn(answer, passkey)).toEqual(REFUSED);
		expect(reasons).toHaveLength(1);
	});

	test('refuses a signature by another key, and a passkey that nobody knows', async () => {
		const passkey = await added();
		const thief = new SoftwareAuthenticator(ORIGIN, RP_ID);
		thief.register(await passkeys.registrationOptions(ANNA, []));
		thief.counter = 9;
		const options = await passkeys.signInOptions();
		const forged = thief.signIn(options, { handle: phone.handle }) as object;
		const claimed = { ...forged, id: passkey.id, rawId: passkey.id };
		expect(await passkeys.finishSignIn(claimed, passkey)).toEqual(REFUSED);
		const unknown = thief.signIn(await passkeys.signInOptions());
		expect(await passkeys.finishSignIn(unknown, undefined)).toEqual(REFUSED);
		expect(await passkeys.finishSignIn(unknown, passkey)).toEqual(OVER);
		const bos = { ...passkey, id: 'another', personId: BO.id };
		expect(await passkeys.finishSignIn(phone.signIn(await passkeys.signInOptions()), bos)).toEqual(REFUSED);
		expect(reasons).toEqual(['signature does not hold', 'unknown passkey', 'unknown passkey']);
	});

	test('refuses a copied authenticator: its counter goes back or stands still', async () => {
		let passkey = await added();
		passkey = expectOk(await passkeys.finishSignIn(phone.signIn(await passkeys.signInOptions()), passkey));
		passkey = expectOk(await passkeys.finishSignIn(phone.signIn(await passkeys.signInOptions()), passkey));
		for (const counter of [0, 1, 2]) {
			phone.counter = counter;
			expect(await passkeys.finishSignIn(phone.signIn(await passkeys.signInOptions()), passkey)).toEqual(REFUSED);
		}
		expect(expectOk(await passkeys.finishSignIn(phone.signIn(await passkeys.signInOptions()), passkey)).counter).toBe(
			3
		);
	});

	test('lets in an authenticator that does not count', async () => {
		const passkey = await added();
		for (let times = 0; times < 2; times += 1) {
			phone.counter = 0;
			const answer = phone.signIn(await passkeys.signInOptions());
			expect(expectOk(await passkeys.finishSignIn(answer, passkey)).counter).toBe(0);
		}
	});

	test('takes an answer once, within five minutes, and only to its own question', async () => {
		const passkey = await added();
		const answer = phone.signIn(await passkeys.signInOptions());
		expectOk(await passkeys.finishSignIn(answer, passkey));
		expect(await passkeys.finishSignIn(answer, passkey)).toEqual(OVER);
		const late = phone.signIn(await passkeys.signInOptions());
		clock += 5 * MINUTE_MS + 1;
		expect(await passkeys.finishSignIn(late, passkey)).toEqual(OVER);
		const invented = phone.signIn({ challenge: 'bm9ib2R5IGFza2VkIHRoaXM' });
		expect(await passkeys.finishSignIn(invented, passkey)).toEqual(OVER);
		const adding = phone.signIn(await passkeys.registrationOptions(ANNA, []));
		expect(await passkeys.finishSignIn(adding, passkey)).toEqual(OVER);
	});
});

test.each([undefined, null, 1, 'x', [], {}, { id: 'x', rawId: 'x', type: 'public-key', response: {} }])(
	'what is no answer at all is refused: %j',
	async (answer) => {
		expect(await passkeys.finishRegistration(ANNA.id, 'x', answer)).toEqual(REFUSED);
		expect(await passkeys.finishSignIn(answer, undefined)).toEqual(REFUSED);
		expect(passkeys.passkeyIdOf(answer)).toBeUndefined();
	}
);

test('client data that is no JSON or of another shape answers no question', async () => {
	const passkey = await added();
	const answer = phone.signIn(await passkeys.signInOptions()) as { response: object };
	for (const text of ['{', 'null', '[]', '{"challenge":1}', '{"challenge":""}']) {
		const response = { ...answer.response, clientDataJSON: Buffer.from(text).toString('base64url') };
		expect(await passkeys.finishSignIn({ ...answer, response }, passkey)).toEqual(OVER);
	}
});

test('a broken key or broken data from the authenticator is refused, never thrown', async () => {
	const question = await passkeys.registrationOptions(ANNA, []);
	const answer = phone.register(question) as { response: object };
	const response = { ...answer.response, attestationObject: 'AAAA' };
	expect(await passkeys.finishRegistration(ANNA.id, 'x', { ...answer, response })).toEqual(REFUSED);
});
