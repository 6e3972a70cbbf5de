// The municipality's own log-in, from the page's side: whether there is one, and coming in with the code it has brought back.
import * as z from 'zod/mini';
import { ok } from '#lib/kernel/index.ts';
import { defineCall } from '../call.server.ts';
import { admitted } from './sign-in.server.ts';

/** Which buttons a way in shows. */
export const waysIn = defineCall({
	message: z.strictObject({}),
	who: 'anyone',
	run: (office) => Promise.resolve(ok({ sso: office.parts.sso.open, passkeys: true }))
});

export const ssoRedeem = defineCall({
	message: z.strictObject({ code: z.string().check(z.minLength(20), z.maxLength(100)) }),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { code }, caller) {
		const personId = office.parts.sso.redeem(code, caller.cookie);
		return personId.ok ? admitted(office, personId.value, 'sso', caller) : personId;
	}
});
