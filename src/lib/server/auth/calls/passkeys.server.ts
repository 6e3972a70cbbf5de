// Passkeys over HTTP: signing in with one, and which ones a person has.
import * as z from 'zod/mini';
import { BREAK_GLASS_PERSON } from '#lib/features/access/index.ts';
import { ok, refuse } from '#lib/kernel/index.ts';
import { defineCall, personOf } from '../call.server.ts';
import { admitted } from './sign-in.server.ts';

const PasskeyId = z.string().check(z.minLength(1), z.maxLength(1_400));

/** Nobody is named: whoever has a passkey here is known by it. */
export const passkeyOptions = defineCall({
	message: z.strictObject({}),
	who: 'anyone',
	limit: 'passkey-question',
	run: async (office) => ok(await office.parts.passkeys.signInOptions())
});

export const passkeySignIn = defineCall({
	message: z.strictObject({ answer: z.unknown() }),
	who: 'anyone',
	limit: 'sign-in',
	async run(office, { answer }, caller) {
		const { passkeys, passkeyRows } = office.parts;
		const id = passkeys.passkeyIdOf(answer);
		const passkey = id === undefined ? undefined : await passkeyRows.byId(id);
		const used = await passkeys.finishSignIn(answer, passkey);
		// Two answers with one counter cannot both come from the same authenticator.
		if (!used.ok || !passkey || !(await passkeyRows.used(passkey, used.value))) {
			const who = passkey ? { personId: passkey.personId } : {};
			const { address } = caller;
			await office.parts.refusedSignIns.note({ ...who, address, reason: 'passkey-refused', how: 'passkey' });
			return used.ok ? refuse('access.passkey-refused') : used;
		}
		return admitted(office, used.value.personId, 'passkey', caller);
	}
});

export const myPasskeys = defineCall({
	message: z.strictObject({}),
	who: 'person',
	async run(office, _message, caller) {
		const own = await office.parts.passkeyRows.of(personOf(caller));
		return ok(own.map(({ id, label, createdAt, lastUsedAt }) => ({ id, label, createdAt, lastUsedAt })));
	}
});

export const addPasskeyOptions = defineCall({
	message: z.strictObject({}),
	who: 'person',
	async run(office, _message, caller) {
		const { accounts, directory, passkeys, passkeyRows } = office.parts;
		const id = personOf(caller);
		const person = directory.person(id);
		// Nor for whoever came in by the emergency codes for a day.
		if (!person || id.startsWith(BREAK_GLASS_PERSON)) return refuse('access.no-such-person');
		const login = (await accounts.of(id))?.login ?? person.email ?? person.name;
		return ok(await passkeys.registrationOptions({ id, login, name: person.name }, await passkeyRows.of(id)));
	}
});

export const addPasskey = defineCall({
	message: z.strictObject({ label: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)), answer: z.unknown() }),
	who: 'person',
	async run(office, { label, answer }, caller) {
		const { passkeys, passkeyRows } = office.parts;
		const made = await passkeys.finishRegistration(personOf(caller), label, answer);
		if (!made.ok) return made;
		if (!(await passkeyRows.add(made.value))) return refuse('access.passkey-taken');
		await office.note('passkey-added', made.value.personId, caller);
		return ok(undefined);
	}
});

export const removePasskey = defineCall({
	message: z.strictObject({ id: PasskeyId }),
	who: 'person',
	async run(office, { id }, caller) {
		const { accounts, passkeyRows } = office.parts;
		const mine = personOf(caller);
		const account = await accounts.of(mine);
		const others = (await passkeyRows.of(mine)).filter((passkey) => passkey.id !== id);
		const another = others.length > 0 || Boolean(account?.password_hash ?? account?.sso_subject);
		if (!another) return refuse('access.last-way-in');
		if (!(await passkeyRows.remove(mine, id))) return refuse('access.no-such-passkey');
		await office.note('passkey-removed', mine, caller);
		return ok(undefined);
	}
});
