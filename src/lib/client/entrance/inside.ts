// Somebody whose replica can be opened in this page: a person with their key, or the device in its own name.
import { deviceActor } from '#lib/features/access/index.ts';
import { clearSealer, xchachaSealer, type OtherReplica, type Sealer } from '#lib/sync/browser/index.ts';
import type { Claim, Welcome } from '#lib/sync/contract/index.ts';
import { proof, proofKeyOf, sealKeyOf, type Locked, type Unlocked } from '../vault/index.ts';
import { peopleHere, rememberHeard, type Person, type Tablet } from './people-here.ts';

export interface Inside {
	readonly person: Person;
	readonly sealer: Sealer;
	/** Locked again by a touch, or by itself; not where the device is the person's own. */
	readonly locks: boolean;
	claim(lineId: string, clientId: string): Promise<Claim>;
	/** The server has greeted them: the lease and what it has said of them are kept. */
	welcomed(welcome: Welcome): Promise<void>;
	/** What others of this device have written: it is delivered over this one's line. */
	others(): Promise<readonly OtherReplica[]>;
	/** What locks their key anew by another way; undefined for the device. */
	readonly locked: Locked | undefined;
}

/** The clear database of what may be read, and begun, without a login. */
export const OPEN_REPLICA = 'beredd-open';

export async function insideOf(person: Person, unlocked: Unlocked, locks: boolean): Promise<Inside> {
	const { key, session, leaseUntil } = unlocked;
	const [sealKey, proofKey] = await Promise.all([sealKeyOf(key), proofKeyOf(key)]);
	return {
		person,
		locks,
		locked: { key, session, leaseUntil },
		sealer: xchachaSealer(sealKey),
		claim: async (lineId, clientId) => ({ session, proof: await proof(proofKey, `${lineId}|${clientId}|${session}`) }),
		async welcomed({ actor, serverTime, leaseUntil: until }) {
			await rememberHeard(person, {
				name: actor.name,
				role: actor.role,
				rights: actor.rights ?? [],
				heardAt: serverTime
			});
			if (until !== undefined) await unlocked.extend({ leaseUntil: until, session });
		},
		others: async () => (await peopleHere()).filter(({ replica }) => replica !== person.replica)
	};
}

/** The device, while nobody is in. */
export function deviceInside(tablet: Tablet): Inside {
	const actor = deviceActor(tablet);
	return {
		person: { ...actor, rights: [], replica: OPEN_REPLICA, tablet, heardAt: 0 },
		locks: false,
		locked: undefined,
		sealer: clearSealer,
		claim: () => Promise.resolve({}),
		welcomed: () => Promise.resolve(),
		others: peopleHere
	};
}
