// Coming in: the first set-up, a password, an invitation; and going out.
import * as z from 'zod/mini';
import { Beginning, MunicipalityName } from '#lib/features/municipality/index.ts';
import { ok, refuse, type Result } from '#lib/kernel/index.ts';
import { PersonName } from '#lib/sync/contract/index.ts';
import { Accounts, plainLogin } from '../accounts.server.ts';
import { defineCall, type Answer } from '../call.server.ts';
import type { Caller } from '../caller.server.ts';
import { Invitations } from '../invitations.server.ts';
import type { Office } from '../office.server.ts';
import { passwordWeakness } from '../password-rules.server.ts';
import { hashPassword, verifyNothing, verifyPassword } from '../password.server.ts';
import type { HowSignedIn } from '../sessions.server.ts';
import { hashOf } from '../tokens.server.ts';

const Token = z.string().check(z.minLength(20), z.maxLength(100));
const Login = z.string().check(z.trim(), z.minLength(3), z.maxLength(200));
const Password = z.string().check(z.maxLength(200));

/** What the terminal's one-time address leads to; answered until somebody can sign in, and never again. */
export const setUp = defineCall({
	message: z
		.strictObject({
			token: Token,
			/** Its own name; the example has one already. */
			municipality: z.optional(MunicipalityName),
			beginning: Beginning,
			name: PersonName,
			title: PersonName,
			login: Login,
			password: Password
		})
		.check(z.refine(({ municipality, beginning }) => beginning === 'example' || municipality !== undefined)),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { token, municipality = '', beginning, name, title, login, password }, caller) {
		const { setUpToken } = office.parts;
		if (setUpToken === undefined || hashOf(token) !== hashOf(setUpToken)) return refuse('access.set-up-over');
		const weak = passwordWeakness(password, { login, name });
		if (weak !== undefined) return refuse(weak);
		// Of two who press at once only one goes on.
		office.parts.setUpToken = undefined;
		try {
			const passwordHash = await hashPassword(password);
			const personId = await office.setUp({ name, title, email: login }, { name: municipality, beginning });
			await office.parts.accounts.set(personId, { login, passwordHash }, office.parts.now());
			await office.note('set-up', personId, caller);
			return await admitted(office, personId, 'set-up', caller);
		} catch (error) {
			// Once somebody can sign in it is over, whatever failed after that.
			if (!(await office.parts.accounts.any())) office.parts.setUpToken = setUpToken;
			throw error;
		}
	}
});

/** One refusal for a wrong password, an unknown name and an account that is gone; they take the same time. */
export const signIn = defineCall({
	message: z.strictObject({ login: Login, password: Password }),
	who: 'anyone',
	limit: 'sign-in',
	async run(office, { login, password }, caller) {
		const { accounts, limits, now } = office.parts;
		const { address, tablet } = caller;
		const attempt = { account: plainLogin(login), address, ...(tablet ? { deviceId: tablet.id } : {}) };
		const taken = await limits.signIn(attempt);
		if (!taken.ok) return taken;
		const account = await accounts.byLogin(login);
		if (!account?.password_hash) {
			await verifyNothing(password);
			return signInRefused(office, undefined, address);
		}
		const { matches, outdated } = await verifyPassword(password, account.password_hash);
		if (!matches) return signInRefused(office, account.person_id, address);
		await limits.signedIn(attempt);
		if (outdated) await accounts.set(account.person_id, { passwordHash: await hashPassword(password) }, now());
		return admitted(office, account.person_id, 'password', caller);
	}
});

async function signInRefused(office: Office, personId: string | undefined, address: string): Promise<Result<never>> {
	const who = personId === undefined ? {} : { personId };
	await office.parts.refusedSignIns.note({ ...who, address, reason: 'wrong-password', how: 'password' });
	return refuse('access.sign-in-refused');
}

/** Whom an invitation is for: shown before they choose a password. */
export const readInvitation = defineCall({
	message: z.strictObject({ token: Token }),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { token }) {
		const invitation = await office.parts.invitations.read(token);
		if (!invitation.ok) return invitation;
		const { kind, person_id, name } = invitation.value;
		const person = person_id === null ? undefined : office.parts.directory.person(person_id);
		const login = person_id === null ? undefined : (await office.parts.accounts.of(person_id))?.login;
		return ok({
			kind,
			name: person?.name ?? name ?? '',
			title: person?.title ?? '',
			login: login ?? person?.email ?? ''
		});
	}
});

/** Makes the account, or gives it a new password, and signs in. */
export const acceptInvitation = defineCall({
	message: z.strictObject({ token: Token, login: Login, password: Password }),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { token, login, password }, caller) {
		const { invitations, directory } = office.parts;
		if (caller.tablet && caller.tablet.revoked_at !== null) return refuse('access.device-revoked');
		const invitation = await invitations.read(token);
		if (!invitation.ok) return invitation;
		const person = directory.person(invitation.value.person_id ?? '');
		if (!person || person.leftAt !== undefined) return refuse('access.invitation-over');
		const weak = passwordWeakness(password, { login, name: person.name });
		if (weak !== undefined) return refuse(weak);
		const passwordHash = await hashPassword(password);
		const taken = await takenUp(office, { token, personId: person.id, login, passwordHash }, caller);
		if (!taken.ok) return taken;
		return admitted(office, person.id, 'invitation', caller);
	}
});

/**
 * The invitation, its account and its line in the log: all of them or none, so that of two who choose one login at once
 * the second still has a link to choose another with.
 *
 * Errors:  `access.login-taken`, `access.invitation-over`; nothing is then changed.
 */
function takenUp(
	{ parts: { db, audit, now } }: Office,
	{ token, personId, login, passwordHash }: { token: string; personId: string; login: string; passwordHash: string },
	{ tablet, holder }: Caller
): Promise<Result<void>> {
	return db.transaction().execute(async (tx) => {
		const accounts = new Accounts(tx);
		const other = await accounts.byLogin(login);
		if (other && other.person_id !== personId) return refuse('access.login-taken');
		if (!(await new Invitations(tx, now).use(token))) return refuse('access.invitation-over');
		await accounts.set(personId, { login, passwordHash }, now());
		const who = { personId: holder?.actor.personId ?? null, deviceId: tablet?.id ?? null };
		await audit.append({ what: 'invitation-used', ...who, about: personId }, tx);
		return ok(undefined);
	});
}

export const signOut = defineCall({
	message: z.strictObject({}),
	who: 'person',
	async run(office, _message, caller) {
		const { holder } = caller;
		if (holder?.sessionId === undefined) return ok(undefined);
		await office.end({ id: holder.sessionId }, false);
		await office.note('sign-out', holder.sessionId, caller);
		return ok(undefined);
	}
});

export async function admitted(
	office: Office,
	personId: string,
	how: HowSignedIn,
	caller: Caller
): Promise<Answer<unknown>> {
	const admitted: Result<{ admission: unknown; cookie: string | undefined }> = await office.admit(
		personId,
		how,
		caller
	);
	return admitted.ok ? { ...ok(admitted.value.admission), cookie: admitted.value.cookie } : admitted;
}
