// A screen on the wall: it shows one incident, can do nothing, and is let in by a short code.
import * as z from 'zod/mini';
import { isPassing, may } from '#lib/features/access/index.ts';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { newCode, plainCode, SHORT } from '../break-glass.server.ts';
import { defineCall, personOf } from '../call.server.ts';
import { admitted } from './sign-in.server.ts';

/** A code for one incident, from whoever leads it. */
export const makeBoard = defineCall({
	message: z.strictObject({ incidentId: Id }),
	who: 'person',
	async run(office, { incidentId }, caller) {
		const { directory, invitations, beginning, now } = office.parts;
		const actor = directory.actor(personOf(caller));
		const on = `incident:${incidentId}`;
		const leads = actor && may(actor, 'incident.lead', on, now());
		// One answer for what is not there and what is not theirs.
		if (!leads || isPassing(actor.personId) || !(await beginning.store.versions()).has(on))
			return refuse('access.not-permitted');
		const personId = await office.makeBoard(on);
		const code = newCode(SHORT);
		const { endsAt } = await invitations.make({ kind: 'board', personId, code }, actor.personId);
		await office.note('invitation-made', personId, caller, { as: 'board', on });
		return ok({ code, endsAt });
	}
});

export const openBoard = defineCall({
	message: z.strictObject({ code: z.string().check(z.minLength(8), z.maxLength(20)) }),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { code }, caller) {
		const { invitations } = office.parts;
		if (caller.tablet && caller.tablet.revoked_at !== null) return refuse('access.device-revoked');
		const invitation = await invitations.read(plainCode(code));
		const personId = invitation.ok && invitation.value.kind === 'board' ? invitation.value.person_id : null;
		if (personId === null || !(await invitations.use(plainCode(code)))) return refuse('access.board-code-over');
		await office.note('invitation-used', personId, caller);
		return admitted(office, personId, 'invitation', caller);
	}
});
