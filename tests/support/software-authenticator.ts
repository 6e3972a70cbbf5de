// An authenticator in software: it holds passkeys and answers as a browser with a phone or a security key would.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** What may be wrong with an answer. */
export interface Trouble {
	readonly origin?: string;
	readonly rpId?: string;
	readonly challenge?: string;
	/** Someone touched it, but gave neither PIN nor finger. */
	readonly unverified?: boolean;
	readonly type?: string;
	readonly handle?: string;
}

interface Question {
	readonly challenge: string;
}

interface Held {
	readonly id: Buffer;
	readonly handle: string;
	readonly privateKey: KeyObject;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

export class SoftwareAuthenticator {
	readonly origin: string;
	readonly rpId: string;
	/** Grows by one with each answer; may be set back, as on a copy. */
	counter = 0;
	#held: Held | undefined;

	constructor(origin: string, rpId: string) {
		this.origin = origin;
		this.rpId = rpId;
	}

	/** What it keeps in place of the person's id. */
	get handle(): string {
		return this.#held?.handle ?? '';
	}

	register(question: Question & { readonly user: { readonly id: string } }, trouble: Trouble = {}): unknown {
		const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
		const id = randomBytes(32);
		this.#held = { id, handle: question.user.id, privateKey };
		const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
		const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));
		const key = new Map<number, number | Uint8Array<ArrayBuffer>>([
			[1, 2], // elliptic curve
			[3, -7], // ES256
			[-1, 1], // P-256
			[-2, bytes(x)],
			[-3, bytes(y)]
		]);
		const length = Buffer.alloc(2);
		length.writeUInt16BE(id.length);
		const authData = Buffer.concat([this.#data(WITH_KEY, trouble), Buffer.alloc(16), length, id, isoCBOR.encode(key)]);
		const attestation = new Map<string, string | Map<string, string> | Uint8Array<ArrayBuffer>>([
			['fmt', 'none'],
			['attStmt', new Map<string, string>()],
			['authData', new Uint8Array(authData)]
		]);
		return this.#answer(id, {
			clientDataJSON: this.#clientData('webauthn.create', question, trouble).toString('base64url'),
			attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
			transports: ['internal']
		});
	}

	signIn(question: Question, trouble: Trouble = {}): unknown {
		if (!this.#held) throw new Error('This authenticator holds no passkey');
		const { id, handle, privateKey } = this.#held;
		const clientData = this.#clientData('webauthn.get', question, trouble);
		const authData = this.#data(0, trouble);
		const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
		return this.#answer(id, {
			clientDataJSON: clientData.toString('base64url'),
			authenticatorData: authData.toString('base64url'),
			signature: sign('sha256', signed, privateKey).toString('base64url'),
			userHandle: trouble.handle ?? handle
		});
	}

	#clientData(type: string, question: Question, trouble: Trouble): Buffer {
		const { origin = this.origin, challenge = question.challenge } = trouble;
		return Buffer.from(JSON.stringify({ type: trouble.type ?? type, challenge, origin, crossOrigin: false }));
	}

	#data(flags: number, { rpId = this.rpId, unverified = false }: Trouble): Buffer {
		const tail = Buffer.alloc(5);
		tail.writeUInt8(flags | PRESENT | (unverified ? 0 : VERIFIED));
		tail.writeUInt32BE(this.counter, 1);
		this.counter += 1;
		return Buffer.concat([createHash('sha256').update(rpId).digest(), tail]);
	}

	/** As it lies in the request: with the PRF's secret, which a careless browser might send. */
	#answer(id: Buffer, response: Readonly<Record<string, unknown>>): unknown {
		const name = id.toString('base64url');
		const clientExtensionResults = { prf: { results: { first: 'must not be kept' } } };
		return { id: name, rawId: name, type: 'public-key', response, clientExtensionResults };
	}
}
