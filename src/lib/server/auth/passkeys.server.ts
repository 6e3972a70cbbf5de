// Passkeys: which questions an authenticator is asked and whether its answer holds. Where they are kept is the caller's affair.
import { createHash } from 'node:crypto';
import {
	generateAuthenticationOptions,
	generateRegistrationOptions,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
	type PublicKeyCredentialCreationOptionsJSON,
	type PublicKeyCredentialRequestOptionsJSON
} from '@simplewebauthn/server';
import { MINUTE_MS, ok, refuse, type Random, type Refusal, type Result } from '#lib/kernel/index.ts';
import { OneTime } from './one-time.server.ts';
import { challengeIn, RegistrationAnswer, SignInAnswer } from './passkey-answers.server.ts';

export interface PasskeySettings {
	/** The domain that passkeys belong to, without scheme and port; they are lost if it changes. */
	readonly rpId: string;
	/** What the authenticator shows as the place: the municipality. */
	readonly rpName: string;
	readonly origins: readonly string[];
	readonly now: () => number;
	readonly random: Random;
	/** Hears why an answer did not hold, for the server's log; holds no personal data. */
	readonly onrefused?: (reason: string) => void;
}

export interface StoredPasskey {
	/** The credential's own id (base64url). */
	readonly id: string;
	readonly personId: string;
	/** COSE key (base64url). */
	readonly publicKey: string;
	/** How often the authenticator says it has signed; 0 for those that do not count. */
	readonly counter: number;
	readonly transports: readonly string[];
	readonly label: string;
	readonly createdAt: number;
	readonly lastUsedAt: number | undefined;
}

/** In JSON the salt is base64url; the browser makes bytes of it before it asks the authenticator. */
interface UnlockKey {
	readonly extensions: { readonly prf: { readonly eval: { readonly first: string } } };
}
export type RegistrationOptions = Omit<PublicKeyCredentialCreationOptionsJSON, 'extensions'> & UnlockKey;
export type SignInOptions = Omit<PublicKeyCredentialRequestOptionsJSON, 'extensions'> & UnlockKey;

const LIFE_MS = 5 * MINUTE_MS;
/** EdDSA, ES256, RS256: named here, so that a key registered today opens under tomorrow's runtime and library as well. */
const ALGORITHMS = [-8, -7, -257];
/** Whom a challenge was given to: a person who adds a passkey, or whoever it is that signs in. */
type Purpose = `add:${string}` | 'sign-in';

export class Passkeys {
	readonly #settings: PasskeySettings;
	readonly #challenges: OneTime<Purpose>;
	readonly #unlock: UnlockKey['extensions'];

	constructor(settings: PasskeySettings) {
		this.#settings = settings;
		this.#challenges = new OneTime({ lifeMs: LIFE_MS, limit: 10_000, now: settings.now, random: settings.random });
		// One salt for all: each passkey makes its own secret of it, and before sign-in nobody is known to have a salt of their own.
		this.#unlock = { prf: { eval: { first: digest(`beredd unlock key 1 ${settings.rpId}`).toString('base64url') } } };
	}

	/** What to ask the authenticator of a signed-in person who adds a passkey; those they have are not offered again. */
	async registrationOptions(
		person: { readonly id: string; readonly login: string; readonly name: string },
		existing: readonly StoredPasskey[]
	): Promise<RegistrationOptions> {
		const options = await generateRegistrationOptions({
			rpName: this.#settings.rpName,
			rpID: this.#settings.rpId,
			userID: handleOf(person.id),
			userName: person.login,
			userDisplayName: person.name,
			challenge: this.#challenge(`add:${person.id}`),
			timeout: LIFE_MS,
			excludeCredentials: existing.map(described),
			authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
			supportedAlgorithmIDs: [...ALGORITHMS]
		});
		return { ...options, extensions: { ...options.extensions, ...this.#unlock } };
	}

	/**
	 * The passkey to keep for `personId`.
	 *
	 * Errors:  `access.challenge-over` when the question is older than five minutes, answered before or put to somebody else;
	 *          `access.passkey-refused` for all else. Whether another person already has this id is for the database to refuse.
	 */
	async finishRegistration(personId: string, label: string, answer: unknown): Promise<Result<StoredPasskey>> {
		const parsed = RegistrationAnswer.safeParse(answer);
		if (!parsed.success) return this.#refused('malformed answer');
		const { response, ...shared } = parsed.data;
		const challenge = this.#answered(response.clientDataJSON, `add:${personId}`);
		if (!challenge) return refuse('access.challenge-over');

		const { transports = [], ...statement } = response;
		const verified = await this.#judge(() =>
			verifyRegistrationResponse({
				response: { ...shared, response: { ...statement, transports }, clientExtensionResults: {} },
				...this.#expected(challenge),
				supportedAlgorithmIDs: [...ALGORITHMS]
			})
		);
		if (!verified.ok) return verified;
		if (!verified.value.verified) return this.#refused('attestation does not hold');
		const { id, publicKey, counter } = verified.value.registrationInfo.credential;
		const key = Buffer.from(publicKey).toString('base64url');
		const createdAt = this.#settings.now();
		return ok({ id, personId, publicKey: key, counter, transports, label, createdAt, lastUsedAt: undefined });
	}

	/** What to ask whoever signs in. Nobody is named, so it tells nothing; `known` is for one who is known already and confirms. */
	async signInOptions(known: readonly StoredPasskey[] = []): Promise<SignInOptions> {
		const options = await generateAuthenticationOptions({
			rpID: this.#settings.rpId,
			challenge: this.#challenge('sign-in'),
			timeout: LIFE_MS,
			userVerification: 'required',
			allowCredentials: known.map(described)
		});
		return { ...options, extensions: this.#unlock };
	}

	/** The id of the passkey that `answer` claims to come from, to look it up by; proves nothing yet. */
	passkeyIdOf(answer: unknown): string | undefined {
		return SignInAnswer.safeParse(answer).data?.id;
	}

	/**
	 * `passkey` as it is to be kept from now on, with its new counter; whoever holds it is its `personId`.
	 *
	 * Shapes:  `passkey` is the one with `passkeyIdOf(answer)`, or `undefined` if there is none: the challenge is spent all the same.
	 * Errors:  `access.challenge-over`, `access.passkey-refused`; the latter also when the counter went back (a copied authenticator).
	 */
	async finishSignIn(answer: unknown, passkey: StoredPasskey | undefined): Promise<Result<StoredPasskey>> {
		const parsed = SignInAnswer.safeParse(answer);
		if (!parsed.success) return this.#refused('malformed answer');
		const { response, ...shared } = parsed.data;
		const challenge = this.#answered(response.clientDataJSON, 'sign-in');
		if (!challenge) return refuse('access.challenge-over');
		if (passkey?.id !== shared.id) return this.#refused('unknown passkey');

		const { userHandle, ...assertion } = response;
		// Always there when nobody was named; a passkey that was named may leave it out.
		const own = handleOf(passkey.personId).toString('base64url');
		if (userHandle && userHandle !== own) return this.#refused('user handle of another person');
		const publicKey = new Uint8Array(Buffer.from(passkey.publicKey, 'base64url'));
		const verified = await this.#judge(() =>
			verifyAuthenticationResponse({
				response: { ...shared, response: assertion, clientExtensionResults: {} },
				...this.#expected(challenge),
				credential: { id: passkey.id, publicKey, counter: passkey.counter }
			})
		);
		if (!verified.ok) return verified;
		if (!verified.value.verified) return this.#refused('signature does not hold');
		return ok({
			...passkey,
			counter: verified.value.authenticationInfo.newCounter,
			lastUsedAt: this.#settings.now()
		});
	}

	#challenge(purpose: Purpose): Uint8Array<ArrayBuffer> {
		return new Uint8Array(Buffer.from(this.#challenges.give(purpose), 'base64url'));
	}

	/** The challenge in `clientDataJSON`, spent by this call; `undefined` when it was not ours, not for this or is over. */
	#answered(clientDataJSON: string, purpose: Purpose): string | undefined {
		const challenge = challengeIn(clientDataJSON);
		return challenge && this.#challenges.take(challenge) === purpose ? challenge : undefined;
	}

	#expected(challenge: string): Expected {
		return {
			expectedChallenge: challenge,
			expectedOrigin: [...this.#settings.origins],
			expectedRPID: this.#settings.rpId,
			requireUserVerification: true
		};
	}

	/** The library says no to an answer by throwing; that is its verdict on what came from outside, not a bug of ours. */
	async #judge<T>(verify: () => Promise<T>): Promise<Result<T>> {
		try {
			return ok(await verify());
		} catch (error) {
			return this.#refused(error instanceof Error ? error.message : String(error));
		}
	}

	#refused(reason: string): Refusal {
		this.#settings.onrefused?.(reason);
		return refuse('access.passkey-refused');
	}
}

interface Expected {
	readonly expectedChallenge: string;
	readonly expectedOrigin: string[];
	readonly expectedRPID: string;
	readonly requireUserVerification: true;
}

/** What the authenticator keeps in place of the person's id: always 32 bytes, and it says nothing about them. */
function handleOf(personId: string): Buffer<ArrayBuffer> {
	return digest(`beredd person ${personId}`);
}

function digest(text: string): Buffer<ArrayBuffer> {
	return Buffer.from(createHash('sha256').update(text).digest());
}

function described({ id, transports }: StoredPasskey): { id: string; transports: string[] } {
	return { id, transports: [...transports] };
}
