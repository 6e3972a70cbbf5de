// Everything that letting people in needs, in one hand: made once per process, used by the calls.
import { begin, replay, type BeginningSettings } from '../beginning.server.ts';
import { addPerson, BOARD_PERSON, BREAK_GLASS_PERSON, giveRole, type RoleName } from '#lib/features/access/index.ts';
import { scripted, type ScriptedMutation } from '#lib/features/beginning/index.ts';
import type { Beginning } from '#lib/features/municipality/index.ts';
import type { Kysely } from 'kysely';
import { DAY_MS, newId, refuse, systemRandom, toBase64Url, type Result } from '#lib/kernel/index.ts';
import type { AuditLog } from '../audit/audit-log.server.ts';
import type { Details, What } from '../audit/entry.server.ts';
import { networkOf } from '../audit/network.server.ts';
import type { RefusedSignIns } from '../audit/refused-sign-ins.server.ts';
import type { RateLimits } from '../http/rate-limits.server.ts';
import type { Database } from '../store/schema.server.ts';
import type { Accounts } from './accounts.server.ts';
import type { BreakGlass } from './break-glass.server.ts';
import type { Caller } from './caller.server.ts';
import type { Directory } from './directory.server.ts';
import type { Identities } from './identities.server.ts';
import type { Invitations } from './invitations.server.ts';
import type { PasskeyRows } from './passkey-rows.server.ts';
import type { Passkeys } from './passkeys.server.ts';
import type { HowSignedIn, Session, Sessions } from './sessions.server.ts';
import type { SsoDoor } from './sso-door.server.ts';
import { deviceCookie, type Tablet, type Tablets } from './tablets.server.ts';
import type { Holder, Tickets } from './tickets.server.ts';

export interface OfficeParts {
	readonly now: () => number;
	readonly db: Kysely<Database>;
	/** True where the installation is reached over https. */
	readonly secure: boolean;
	readonly accounts: Accounts;
	readonly passkeys: Passkeys;
	readonly passkeyRows: PasskeyRows;
	readonly sso: SsoDoor;
	readonly sessions: Sessions;
	readonly tablets: Tablets;
	readonly invitations: Invitations;
	readonly breakGlass: BreakGlass;
	readonly tickets: Tickets;
	readonly directory: Directory;
	readonly identities: Identities;
	readonly audit: AuditLog;
	readonly limits: Pick<RateLimits, 'take' | 'signIn' | 'signedIn'>;
	readonly refusedSignIns: RefusedSignIns;
	readonly beginning: BeginningSettings;
	/** The word of the one-time set-up address; undefined once somebody can sign in. */
	setUpToken: string | undefined;
}

/** What a device gets when somebody has signed in on it. */
export interface Admission {
	readonly personId: string;
	readonly name: string;
	readonly title: string;
	readonly rights: readonly unknown[];
	/** The person's key, in base64url: locked away by the device at once. */
	readonly key: string;
	readonly session: string;
	readonly leaseUntil: number;
	readonly serverTime: number;
	readonly tablet: { readonly id: string; readonly name: string; readonly shared: boolean };
}

/** Who sets the installation up works in it as well: what they need to try all of it, to be given on afterwards. */
const FIRST_ROLES: readonly RoleName[] = ['administrator', 'crisisLeadership', 'exerciseDirector'];

/** A board left on in an empty room shows nothing for ever. */
const BOARD_MS = 7 * DAY_MS;

export class Office {
	readonly parts: OfficeParts;

	constructor(parts: OfficeParts) {
		this.parts = parts;
	}

	/**
	 * Signs a person in on the caller's device, which becomes known by this where it was not.
	 *
	 * Errors:  `access.sign-in-refused` for whoever is unknown or has left; `access.device-revoked`.
	 */
	async admit(
		personId: string,
		how: HowSignedIn,
		caller: Caller
	): Promise<Result<{ admission: Admission; cookie: string | undefined }>> {
		const { directory, identities, sessions, now } = this.parts;
		const actor = directory.actor(personId);
		const key = await identities.keyOf(personId);
		if (!actor || !key) return refuse('access.sign-in-refused');
		const device = await this.#deviceOf(caller, personId);
		if (!device) return refuse('access.device-revoked');
		const session = await sessions.begin(personId, device.tablet.id, how);
		const { id, name, shared } = device.tablet;
		const details = { how, network: networkOf(caller.address) };
		await this.parts.audit.append({ what: 'sign-in', personId, deviceId: id, about: session, details });
		const admission: Admission = {
			personId,
			name: actor.name,
			title: actor.role,
			rights: actor.rights ?? [],
			key: toBase64Url(key),
			session,
			leaseUntil: directory.leaseUntil(actor, now()),
			serverTime: now(),
			tablet: { id, name, shared }
		};
		return { ok: true, value: { admission, cookie: device.cookie } };
	}

	/** Notes what a person has done with accounts, rights or devices. */
	async note(what: What, about: string | null, caller: Caller, details?: Details): Promise<void> {
		const { tablet, holder } = caller;
		const who = { personId: holder?.actor.personId ?? null, deviceId: tablet?.id ?? null };
		await this.parts.audit.append({ what, ...who, about, ...(details ? { details } : {}) });
	}

	/** Ends sessions and the lines that live by them; `revoked` makes the devices drop what they hold. */
	async end(which: Partial<Pick<Session, 'id' | 'person_id' | 'tablet_id'>>, revoked: boolean): Promise<void> {
		const { sessions, tickets } = this.parts;
		await sessions.end(which, revoked);
		const matches = ({ sessionId, tabletId, actor }: Holder): boolean =>
			(which.id === undefined || which.id === sessionId) &&
			(which.tablet_id === undefined || which.tablet_id === tabletId) &&
			(which.person_id === undefined || which.person_id === actor.personId);
		for (const line of tickets.linesOf(matches)) line.end();
	}

	/** Whoever has left comes in no more, by no way and on no device. */
	async shutOut(personId: string): Promise<void> {
		const { accounts, invitations } = this.parts;
		await this.end({ person_id: personId }, true);
		await invitations.forget(personId);
		await accounts.remove(personId);
	}

	/** Makes the municipality and its first person. What an earlier attempt has left undone is done now. */
	async setUp(
		first: { name: string; title: string; email: string },
		municipality: { name: string; beginning: Beginning }
	): Promise<string> {
		const { beginning, now } = this.parts;
		const personId = newId(now(), systemRandom);
		const actor = { personId, name: first.name, role: first.title };
		await begin(beginning, { ...municipality, actor });
		const by = { actor, at: now() };
		const script: ScriptedMutation[] = [
			scripted(addPerson, { personId, name: first.name, title: first.title, email: first.email }, by),
			...FIRST_ROLES.map((as) =>
				scripted(giveRole, { grantId: newId(now(), systemRandom), personId, as, on: 'municipality' }, by)
			)
		];
		await replay(beginning, script);
		return personId;
	}

	/** The person that two holders of the sealed codes are together, for one day: leads, and lets nobody else in. */
	async letInByCodes(names: readonly [string, string]): Promise<string> {
		const { beginning, accounts, now } = this.parts;
		const personId = `${BREAK_GLASS_PERSON}${newId(now(), systemRandom)}`;
		// The log is written in the municipality's language, whatever the language of the screen.
		const by = { actor: { personId, name: names.join(' och '), role: 'Nödinloggning' }, at: now() };
		const grant = { grantId: newId(now(), systemRandom), personId, as: 'crisisLeadership' as const };
		await replay(beginning, [
			scripted(addPerson, { personId, name: by.actor.name, title: by.actor.role }, by),
			scripted(giveRole, { ...grant, on: 'municipality', until: now() + DAY_MS }, by)
		]);
		await accounts.set(personId, {}, now());
		return personId;
	}

	/** A screen that sees one incident, for a week at the most. */
	async makeBoard(on: string): Promise<string> {
		const { beginning, accounts, now } = this.parts;
		const personId = `${BOARD_PERSON}${newId(now(), systemRandom)}`;
		const by = { actor: { personId, name: 'Tavla', role: 'Tavla' }, at: now() };
		const grant = { grantId: newId(now(), systemRandom), personId, as: 'board' as const };
		await replay(beginning, [
			scripted(addPerson, { personId, name: by.actor.name, title: by.actor.role }, by),
			scripted(giveRole, { ...grant, on, until: now() + BOARD_MS }, by)
		]);
		await accounts.set(personId, {}, now());
		return personId;
	}

	async #deviceOf(
		{ tablet, deviceName }: Caller,
		personId: string
	): Promise<{ tablet: { id: string; name: string; shared: boolean }; cookie: string | undefined } | undefined> {
		const { tablets, secure } = this.parts;
		if (tablet) return tablet.revoked_at === null ? { tablet: asKnown(tablet), cookie: undefined } : undefined;
		const name = deviceName || '–';
		const { id, token } = await tablets.enrol({ name, shared: false, enrolledBy: personId });
		return { tablet: { id, name, shared: false }, cookie: deviceCookie(token, secure) };
	}
}

export function asKnown({ id, name, shared }: Tablet): { id: string; name: string; shared: boolean } {
	return { id, name, shared: shared === 1 };
}
