// The people of a server under test: its first administrator, and whoever they let in, by the same questions that the app asks.
import { createHmac, hkdfSync } from 'node:crypto';
import * as z from 'zod/mini';
import { Id } from '#lib/kernel/index.ts';
import { TICKET_HEADER, type Claim } from '#lib/sync/contract/index.ts';

export const PASSWORD = 'kajen ligger i lä 7';
const LOGIN = 'asa.ek@provkoping.example';

const Admitted = z.object({ personId: Id, key: z.string(), session: Id });
const Answer = z.union([
	z.object({ ok: z.literal(true), value: z.optional(z.unknown()) }),
	z.object({ ok: z.literal(false), code: z.string() })
]);

/** The one-time word of each server that was started and not yet set up; filled by `ServerProcess`. */
export const setUpTokens = new Map<string, string>();

export type BeginWith = 'example' | 'templates' | 'empty';

/** Somebody who has signed in: what a browser would hold. */
export interface SignedIn {
	readonly personId: string;
	readonly cookie: string;
	readonly session: string;
	/** 32 bytes in base64url. */
	readonly key: string;
	claim(lineId: string, clientId: string): Required<Claim>;
}

/** Asks the server as the app does; throws where it refuses. */
export async function ask(
	url: string,
	call: string,
	message: object,
	{ cookie = '', ticket = '' }: { cookie?: string; ticket?: string } = {}
): Promise<{ value: unknown; cookie: string }> {
	const response = await fetch(`${url}/access/${call}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: url, cookie, [TICKET_HEADER]: ticket },
		body: JSON.stringify(message)
	});
	const answer = Answer.parse(await response.json());
	if (!answer.ok) throw new Error(`${call} was refused: ${answer.code}`);
	const given = response.headers.get('set-cookie')?.split(';')[0];
	return { value: answer.value, cookie: given ?? cookie };
}

function signedIn({ value, cookie }: { value: unknown; cookie: string }): SignedIn {
	const { personId, key, session } = Admitted.parse(value);
	const proofKey = Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64url'), '', 'beredd proof', 32));
	return {
		personId,
		cookie,
		session,
		key,
		claim: (lineId, clientId) => ({
			session,
			proof: createHmac('sha256', proofKey).update(`${lineId}|${clientId}|${session}`).digest('base64url')
		})
	};
}

const first = new Map<string, Promise<SignedIn>>();

/** The administrator, who has every role that a first administrator has; sets the server up where nobody has yet. */
export function administrator(url: string, beginning: BeginWith = 'empty'): Promise<SignedIn> {
	const token = setUpTokens.get(url);
	const known = first.get(url);
	if (known && token === undefined) return known;
	setUpTokens.delete(url);
	const entering = token === undefined ? signIn(url) : setUp(url, token, beginning);
	first.set(url, entering);
	return entering;
}

async function setUp(url: string, token: string, beginning: BeginWith): Promise<SignedIn> {
	const person = { name: 'Åsa Ek', title: 'Loggförare', login: LOGIN, password: PASSWORD };
	return signedIn(await ask(url, 'set-up', { token, municipality: 'Provköpings kommun', beginning, ...person }));
}

export async function signIn(url: string, login = LOGIN, password = PASSWORD): Promise<SignedIn> {
	return signedIn(await ask(url, 'sign-in', { login, password }));
}

/** Makes an account by an invitation. */
export async function accept(url: string, invitation: string, login: string): Promise<SignedIn> {
	return signedIn(await ask(url, 'accept-invitation', { token: invitation, login, password: PASSWORD }));
}
