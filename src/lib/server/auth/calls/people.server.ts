// Letting others in: invitations, sessions and devices, as an administrator sees them.
import * as z from 'zod/mini';
import { Id, ok, refuse } from '#lib/kernel/index.ts';
import { defineCall, personOf } from '../call.server.ts';
import type { Caller } from '../caller.server.ts';
import { asKnown, type Office } from '../office.server.ts';
import { verifyProof } from '../person-key.server.ts';
import type { Session } from '../sessions.server.ts';
import { deviceCookie } from '../tablets.server.ts';

const DeviceName = z.string().check(z.trim(), z.minLength(1), z.maxLength(60));

/** A link with which one person makes their account, or chooses a new password when they have lost the old one. */
export const invite = defineCall({
	message: z.strictObject({ personId: Id }),
	who: 'access.manage',
	async run(office, { personId }, caller) {
		const person = office.parts.directory.person(personId);
		if (!person || person.leftAt !== undefined) return refuse('access.no-such-person');
		const { token, endsAt } = await office.parts.invitations.make({ kind: 'person', personId }, personOf(caller));
		await office.note('invitation-made', personId, caller);
		return ok({ path: `/invitation/${token}`, endsAt });
	}
});

/** A link with which a browser becomes one of the municipality's shared tablets. */
export const inviteTablet = defineCall({
	message: z.strictObject({ name: DeviceName }),
	who: 'access.manage',
	async run(office, { name }, caller) {
		const { token, endsAt } = await office.parts.invitations.make({ kind: 'tablet', name }, personOf(caller));
		await office.note('invitation-made', null, caller);
		return ok({ path: `/invitation/${token}`, endsAt });
	}
});

/** The browser that opens such a link is a shared tablet from now on. */
export const enrolTablet = defineCall({
	message: z.strictObject({ token: z.string().check(z.maxLength(100)) }),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { token }, caller) {
		const { tablet } = caller;
		const { invitations, tablets, secure } = office.parts;
		const invitation = await invitations.read(token);
		if (!invitation.ok) return invitation;
		const { kind, name, made_by } = invitation.value;
		if (kind !== 'tablet' || !(await invitations.use(token))) return refuse('access.invitation-over');
		if (tablet?.revoked_at === null) {
			await tablets.change(tablet.id, { name: name ?? tablet.name, shared: true });
			await office.note('device-enrolled', tablet.id, caller);
			return ok({ id: tablet.id, name: name ?? tablet.name, shared: true });
		}
		const made = await tablets.enrol({ name: name ?? '–', shared: true, enrolledBy: made_by });
		await office.note('device-enrolled', made.id, caller);
		return { ...ok({ id: made.id, name: name ?? '–', shared: true }), cookie: deviceCookie(made.token, secure) };
	}
});

function asListed({ id, person_id, tablet_id, how, created_at, seen_at, build, unsent }: Session): object {
	return { id, personId: person_id, tabletId: tablet_id, how, createdAt: created_at, seenAt: seen_at, build, unsent };
}

export const listDevices = defineCall({
	message: z.strictObject({}),
	who: 'access.manage',
	async run(office, _message, caller) {
		const { tablets, sessions, directory } = office.parts;
		const running = await sessions.running();
		const listed = (await tablets.all()).map((tablet) => ({
			...asKnown(tablet),
			enrolledAt: tablet.enrolled_at,
			enrolledBy: directory.person(tablet.enrolled_by)?.name ?? '',
			seenAt: tablet.seen_at,
			revokedAt: tablet.revoked_at
		}));
		return ok({ devices: listed, sessions: running.map(asListed), here: caller.tablet?.id });
	}
});

export const renameDevice = defineCall({
	message: z.strictObject({ tabletId: Id, name: DeviceName }),
	who: 'access.manage',
	async run(office, { tabletId, name }, caller) {
		if (!(await office.parts.tablets.of(tabletId))) return refuse('access.no-such-device');
		await office.parts.tablets.rename(tabletId, name);
		await office.note('device-renamed', tabletId, caller);
		return ok(undefined);
	}
});

/** The device is turned away, and erases the keys of everyone on it at its next contact. */
export const revokeDevice = defineCall({
	message: z.strictObject({ tabletId: Id }),
	who: 'access.manage',
	async run(office, { tabletId }, caller) {
		if (!(await office.parts.tablets.of(tabletId))) return refuse('access.no-such-device');
		await office.parts.tablets.revoke(tabletId);
		await office.end({ tablet_id: tabletId }, true);
		await office.note('device-revoked', tabletId, caller);
		return ok(undefined);
	}
});

/** Ends anyone's session. */
export const revokeSession = defineCall({
	message: z.strictObject({ sessionId: Id }),
	who: 'access.manage',
	async run(office, { sessionId }, caller) {
		await office.end({ id: sessionId }, true);
		await office.note('session-revoked', sessionId, caller);
		return ok(undefined);
	}
});

export const mySessions = defineCall({
	message: z.strictObject({}),
	who: 'person',
	async run(office, _message, caller) {
		const sessions = await office.parts.sessions.running({ person_id: personOf(caller) });
		const tablets = await Promise.all(sessions.map(({ tablet_id }) => office.parts.tablets.of(tablet_id)));
		return ok(
			sessions.map((session, index) => ({
				...asListed(session),
				device: tablets[index]?.name ?? '',
				here: session.id === caller.holder?.sessionId
			}))
		);
	}
});

export const endMySession = defineCall({
	message: z.strictObject({ sessionId: Id }),
	who: 'person',
	async run(office, { sessionId }, caller) {
		await office.end({ id: sessionId, person_id: personOf(caller) }, true);
		await office.note('session-revoked', sessionId, caller);
		return ok(undefined);
	}
});

/** Everywhere but here: for whoever has lost a device, or thinks that somebody else is in. */
export const endMyOtherSessions = defineCall({
	message: z.strictObject({}),
	who: 'person',
	async run(office, _message, caller) {
		await endOthers(office, caller);
		return ok(undefined);
	}
});

export async function endOthers(office: Office, caller: Caller): Promise<void> {
	const mine = personOf(caller);
	for (const { id } of await office.parts.sessions.running({ person_id: mine })) {
		if (id === caller.holder?.sessionId) continue;
		await office.end({ id, person_id: mine }, true);
		await office.note('session-revoked', id, caller);
	}
}

/**
 * Gives the device's cookie anew to a browser that has lost it.
 *
 * The line's word alone would not do: whoever had caught it would have the cookie. The proof is of the person's key, over that word.
 */
export const renewDevice = defineCall({
	message: z.strictObject({ session: Id, proof: z.string().check(z.maxLength(100)) }),
	who: 'anyone',
	limit: 'secret-word',
	async run(office, { session, proof }, { tablet, ticket }) {
		const { tickets, tablets, identities, secure } = office.parts;
		const holder = tickets.holder(ticket);
		if (tablet || holder?.sessionId !== session) return refuse('access.not-permitted');
		const key = await identities.keyOf(holder.actor.personId);
		const proven = key && verifyProof(key, `renew:${ticket ?? ''}|renew|${session}`, proof);
		if (!proven) return refuse('access.not-permitted');
		return { ...ok(undefined), cookie: deviceCookie(await tablets.renew(holder.tabletId), secure) };
	}
});

/** Whom to turn to: the administrators by name, and how to reach them. */
export const administrators = defineCall({
	message: z.strictObject({}),
	who: 'person',
	run(office) {
		const { directory, now } = office.parts;
		const those = directory.holding('access.manage', now());
		return Promise.resolve(ok(those.map(({ name, email }) => ({ name, ...(email ? { email } : {}) }))));
	}
});
