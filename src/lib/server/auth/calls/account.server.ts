// A person's own account: what is stored about them, changing how they sign in, and going away.
import * as z from 'zod/mini';
import { BREAK_GLASS_PERSON, eraseMe, leave } from '#lib/features/access/index.ts';
import { MINUTE_MS, ok, refuse, type Result } from '#lib/kernel/index.ts';
import type { Account } from '../accounts.server.ts';
import { act } from '../act.server.ts';
import { defineCall, personOf } from '../call.server.ts';
import type { Caller } from '../caller.server.ts';
import { dataOf } from '../my-data.server.ts';
import type { Office } from '../office.server.ts';
import { passwordWeakness } from '../password-rules.server.ts';
import { hashPassword, verifyPassword } from '../password.server.ts';
import { endOthers } from './people.server.ts';

const Login = z.string().check(z.trim(), z.minLength(3), z.maxLength(200));
const Password = z.string().check(z.maxLength(200));
/** Whoever has no password shows by having just signed in that they are who they are. */
const FRESH_MS = 15 * MINUTE_MS;

export const myAccount = defineCall({
	message: z.strictObject({}),
	who: 'person',
	async run(office, _message, caller) {
		const { accounts, directory } = office.parts;
		const person = directory.person(personOf(caller));
		const account = await accounts.of(personOf(caller));
		if (!person) return refuse('access.no-such-person');
		const { name, title, email = '', phone = '' } = person;
		const hasPassword = Boolean(account?.password_hash);
		return ok({ name, title, email, phone, login: account?.login ?? '', hasPassword });
	}
});

/** Ends every other session: whoever knew the old password is out. */
export const changePassword = defineCall({
	message: z.strictObject({ old: Password, next: Password }),
	who: 'person',
	limit: 'secret-word',
	async run(office, { old, next }, caller) {
		const { accounts, directory, now } = office.parts;
		const personId = personOf(caller);
		const account = await accounts.of(personId);
		const sure = await confirmed(office, caller, account, old);
		if (!sure.ok) return sure;
		const name = directory.person(personId)?.name ?? '';
		const weak = passwordWeakness(next, { login: account?.login ?? '', name });
		if (weak !== undefined) return refuse(weak);
		await accounts.set(personId, { passwordHash: await hashPassword(next) }, now());
		await office.note('password-changed', personId, caller);
		await endOthers(office, caller);
		return ok(undefined);
	}
});

export const changeLogin = defineCall({
	message: z.strictObject({ login: Login, password: Password }),
	who: 'person',
	limit: 'secret-word',
	async run(office, { login, password }, caller) {
		const { accounts, now } = office.parts;
		const personId = personOf(caller);
		const sure = await confirmed(office, caller, await accounts.of(personId), password);
		if (!sure.ok) return sure;
		const other = await accounts.byLogin(login);
		if (other && other.person_id !== personId) return refuse('access.login-taken');
		await accounts.set(personId, { login }, now());
		await office.note('person-changed', personId, caller, { fields: ['login'] });
		return ok(undefined);
	}
});

export const myData = defineCall({
	message: z.strictObject({}),
	who: 'person',
	async run(office, _message, caller) {
		await office.note('export', personOf(caller), caller);
		return ok(await dataOf(office.parts, personOf(caller)));
	}
});

/** Leaves the municipality; with `erase` all goes but the name in what they have written. */
export const leaveHere = defineCall({
	message: z.strictObject({ erase: z.boolean() }),
	who: 'person',
	async run(office, { erase }, caller) {
		const { beginning, directory, accounts, sessions, invitations } = office.parts;
		const personId = personOf(caller);
		const actor = directory.actor(personId);
		if (!actor) return refuse('access.no-such-person');
		const gone = erase
			? await act(beginning, actor, { mutator: eraseMe, args: {} })
			: await act(beginning, actor, { mutator: leave, args: { personId } });
		if (!gone.ok) return gone;
		if (erase) await office.note('erase', personId, caller);
		await office.end({ person_id: personId }, true);
		await invitations.forget(personId);
		await accounts.remove(personId);
		if (erase) await sessions.forget(personId);
		return ok(undefined);
	}
});

/** Errors:  `access.password-wrong`; `access.sign-in-again` where there is no password and the session is no longer fresh. */
async function confirmed(
	{ parts: { sessions, now } }: Office,
	{ holder }: Caller,
	account: Account | undefined,
	password: string
): Promise<Result<void>> {
	// Whoever came in by the emergency codes for a day must not make themselves a way in that lasts.
	if (!account || holder?.actor.personId.startsWith(BREAK_GLASS_PERSON)) return refuse('access.not-permitted');
	if (account.password_hash) {
		const { matches } = await verifyPassword(password, account.password_hash);
		return matches ? ok(undefined) : refuse('access.password-wrong');
	}
	const running = await sessions.running({ person_id: holder?.actor.personId ?? '' });
	const mine = running.find(({ id }) => id === holder?.sessionId);
	return mine && now() - mine.created_at <= FRESH_MS ? ok(undefined) : refuse('access.sign-in-again');
}
