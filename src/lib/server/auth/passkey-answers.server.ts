// What a browser sends back from an authenticator, checked for shape and size before anything reads it.
import * as z from 'zod/mini';

function bytes(most: number): z.ZodMiniString {
	return z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(most));
}

/** At most 1,023 bytes, says WebAuthn. */
const CredentialId = bytes(1_364);
const shared = { id: CredentialId, rawId: CredentialId, type: z.literal('public-key') };

// `clientExtensionResults` is left out on purpose: it may hold the PRF's secret, which the server must never see.

export const RegistrationAnswer = z.object({
	...shared,
	response: z.object({
		clientDataJSON: bytes(4_096),
		attestationObject: bytes(32_768),
		transports: z.optional(z.array(z.string().check(z.maxLength(32))).check(z.maxLength(10)))
	})
});

export const SignInAnswer = z.object({
	...shared,
	response: z.object({
		clientDataJSON: bytes(4_096),
		authenticatorData: bytes(4_096),
		signature: bytes(8_192),
		userHandle: z.nullish(bytes(128))
	})
});

const ClientData = z.object({ challenge: bytes(128) });

/** The challenge that the browser says it answers, or `undefined`. */
export function challengeIn(clientDataJSON: string): string | undefined {
	try {
		const parsed = ClientData.safeParse(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')));
		return parsed.data?.challenge;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
