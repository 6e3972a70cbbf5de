// Asks this browser's authenticators. What the PRF makes of the salt stays here: it opens what lies on this device.
import type {
	PublicKeyCredentialCreationOptionsJSON,
	PublicKeyCredentialRequestOptionsJSON
} from '@simplewebauthn/browser';
import * as z from 'zod/mini';
import { fromBase64Url, ok, refuse, toBase64Url, type Result } from '#lib/kernel/index.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const Extensions = z.looseObject({ prf: z.object({ eval: z.object({ first: z.string() }) }) });
/** As the server asks; what else is in it is the library's to read. */
export const PasskeyQuestion = z.looseObject({ challenge: z.string(), extensions: Extensions });
export type PasskeyQuestion = z.infer<typeof PasskeyQuestion>;

/** A passkey that opens a replica here: its id, and the salt (base64url) of which it makes the secret. */
export interface PasskeyHere {
	readonly id: string;
	readonly salt: string;
}

export interface PasskeyAnswer extends PasskeyHere {
	/** For the server: without the secret. */
	readonly answer: object;
	/** 32 bytes that only this passkey makes of the salt; undefined where it makes none. */
	readonly secret: Bytes | undefined;
}

/** Passkeys belong to a name: a page that was opened by a number has none. */
export function passkeysWork(host: string = location.hostname): boolean {
	return 'PublicKeyCredential' in globalThis && !/^[\d.]+$|:/.test(host);
}

/** Errors:  `access.passkey-cancelled` where the person has chosen none, or the time has run out. */
export function askPasskey(question: PasskeyQuestion): Promise<Result<PasskeyAnswer>> {
	return answered(question, async (asked) => {
		const { startAuthentication } = await import('@simplewebauthn/browser');
		return startAuthentication({ optionsJSON: asked as unknown as PublicKeyCredentialRequestOptionsJSON });
	});
}

/** Errors:  as `askPasskey`; `access.passkey-there` where this authenticator already has one for the account. */
export function makePasskey(question: PasskeyQuestion): Promise<Result<PasskeyAnswer>> {
	return answered(question, async (asked) => {
		const { startRegistration } = await import('@simplewebauthn/browser');
		return startRegistration({ optionsJSON: asked as unknown as PublicKeyCredentialCreationOptionsJSON });
	});
}

/** Without the server, and only for the secret: nobody checks the signature, and nobody needs to. */
export function askSecret({ id, salt }: PasskeyHere): Promise<Result<PasskeyAnswer>> {
	return askPasskey({
		challenge: toBase64Url(crypto.getRandomValues(new Uint8Array(32))),
		allowCredentials: [{ id, type: 'public-key' }],
		userVerification: 'required',
		extensions: { prf: { eval: { first: salt } } }
	});
}

interface Answered {
	readonly id: string;
	readonly clientExtensionResults: object;
}

async function answered(
	question: PasskeyQuestion,
	put: (asked: object) => Promise<Answered>
): Promise<Result<PasskeyAnswer>> {
	const { extensions } = question;
	const salt = extensions.prf.eval.first;
	// The library hands extensions on as they are, and the browser wants bytes.
	const asked = { ...question, extensions: { ...extensions, prf: { eval: { first: fromBase64Url(salt) } } } };
	try {
		const { clientExtensionResults, ...answer } = await put(asked);
		return ok({
			answer: { ...answer, clientExtensionResults: {} },
			id: answer.id,
			salt,
			secret: secretIn(clientExtensionResults)
		});
	} catch (error) {
		if (!(error instanceof Error) || !(error.name in REFUSALS)) throw error;
		return refuse(REFUSALS[error.name as keyof typeof REFUSALS]);
	}
}

/** What the browser says in one word when nothing came of it. Source: WebAuthn Level 3, sections 5.1.3 and 5.1.4. */
const REFUSALS = {
	AbortError: 'access.passkey-cancelled',
	NotAllowedError: 'access.passkey-cancelled',
	InvalidStateError: 'access.passkey-there',
	ConstraintError: 'access.passkey-refused',
	NotSupportedError: 'access.passkey-refused',
	SecurityError: 'access.passkey-refused',
	UnknownError: 'access.passkey-refused'
} as const;

const Results = z.object({ prf: z.object({ results: z.object({ first: z.instanceof(ArrayBuffer) }) }) });

function secretIn(results: object): Bytes | undefined {
	const first = Results.safeParse(results).data?.prf.results.first;
	return first && new Uint8Array(first);
}
