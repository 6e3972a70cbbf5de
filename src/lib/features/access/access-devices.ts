// What the server knows of devices and of who is signed in on them: no rows, so it is asked for.
import * as z from 'zod/mini';
import { Id, Instant } from '#lib/kernel/index.ts';

const Device = z.object({
	id: Id,
	name: z.string(),
	/** A tablet of several people; else somebody's own. */
	shared: z.boolean(),
	enrolledAt: Instant,
	enrolledBy: z.string(),
	seenAt: Instant,
	/** Barred since. */
	revokedAt: z.nullable(Instant)
});
export type Device = z.infer<typeof Device>;

const Session = z.object({
	id: Id,
	personId: Id,
	tabletId: Id,
	how: z.string(),
	createdAt: Instant,
	seenAt: Instant,
	/** The app's version there; empty before its first greeting. */
	build: z.string(),
	/** How much was written there and not yet received, when it was last heard of. */
	unsent: z.number()
});
export type Session = z.infer<typeof Session>;

/** The answer to `devices`. */
export const Devices = z.object({
	devices: z.array(Device),
	sessions: z.array(Session),
	/** The device on which one asks. */
	here: z.optional(Id)
});
export type Devices = z.infer<typeof Devices>;

/** The answer to `invite` and `invite-tablet`: a link that works once. */
export const InvitationLink = z.object({ path: z.string(), endsAt: Instant });
export type InvitationLink = z.infer<typeof InvitationLink>;

/** In what order they are read: those in use first, each sort by when it was last heard of. */
export function inOrder(devices: readonly Device[]): readonly Device[] {
	return devices.toSorted(
		(one, other) => Number(one.revokedAt !== null) - Number(other.revokedAt !== null) || other.seenAt - one.seenAt
	);
}

export interface Heard {
	/** When anything was last heard from them. */
	readonly seenAt: Instant;
	readonly devices: number;
	readonly unsent: number;
	/** Each version that they run, once; none that is not known. */
	readonly builds: readonly string[];
}

/** What is known of one person from their sessions; `undefined` for whoever is signed in nowhere. */
export function heardOf(personId: string, sessions: readonly Session[]): Heard | undefined {
	const theirs = sessions.filter((session) => session.personId === personId);
	if (theirs.length === 0) return undefined;
	return {
		seenAt: Math.max(...theirs.map(({ seenAt }) => seenAt)),
		devices: new Set(theirs.map(({ tabletId }) => tabletId)).size,
		unsent: theirs.reduce((sum, { unsent }) => sum + unsent, 0),
		builds: [...new Set(theirs.map(({ build }) => build).filter(Boolean))]
	};
}
