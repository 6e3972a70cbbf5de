// The way in when the identity provider, the internet or everyone with a password is away.
import * as z from 'zod/mini';
import { ok, refuse } from '#lib/kernel/index.ts';
import { PersonName } from '#lib/sync/contract/index.ts';
import { defineCall, personOf } from '../call.server.ts';
import { admitted } from './sign-in.server.ts';

const Code = z.string().check(z.minLength(20), z.maxLength(60));

export const breakGlassState = defineCall({
	message: z.strictObject({}),
	who: 'access.manage',
	run: async (office) => ok((await office.parts.breakGlass.state()) ?? null)
});

/** New codes, to be printed at once and sealed: the server keeps only what they are compared with. */
export const makeBreakGlassCodes = defineCall({
	message: z.strictObject({}),
	who: 'access.manage',
	async run(office, _message, caller) {
		await office.note('break-glass-made', null, caller);
		return ok(await office.parts.breakGlass.make(personOf(caller)));
	}
});

/**
 * Opens a day's access for two people who each hold a code; a drill tries the codes and uses nothing up.
 *
 * Errors:  `access.codes-refused` for wrong, used and missing codes alike; `access.two-people` where both names are one.
 */
export const breakGlass = defineCall({
	message: z.strictObject({
		firstCode: Code,
		firstName: PersonName,
		secondCode: Code,
		secondName: PersonName,
		drill: z.boolean()
	}),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { firstCode, firstName, secondCode, secondName, drill }, caller) {
		if (firstName.toLowerCase() === secondName.toLowerCase()) return refuse('access.two-people');
		const { breakGlass } = office.parts;
		// Before anything is used up: on a barred device nobody could be let in.
		if (caller.tablet && caller.tablet.revoked_at !== null) return refuse('access.device-revoked');
		if (!(await breakGlass.fits(firstCode, secondCode))) return refuse('access.codes-refused');
		await office.note(drill ? 'break-glass-drill' : 'break-glass-opened', null, caller);
		if (drill) return ok({ drill: true });
		if (!(await breakGlass.use())) return refuse('access.codes-refused');
		const personId = await office.letInByCodes([firstName, secondName]);
		await office.note('break-glass-confirmed', personId, caller);
		return admitted(office, personId, 'break-glass', caller);
	}
});
