// Who may come in here: opens the replica of whoever is unlocked on this device, and shuts it again.
import { Dexie } from 'dexie';
import { fromBase64Url, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { xchachaSealer, type Sealer } from '#lib/sync/browser/index.ts';
import type { Claim, Welcome } from '#lib/sync/contract/index.ts';
import { proof, proofKeyOf, sealKeyOf, stretchInWorker, Vault, type Unlocked } from '../vault/index.ts';
import type { Admission } from './admission.ts';
import { askSecret, type PasskeyHere } from './passkey.ts';
import {
	currentPerson,
	forgetPerson,
	greetNext,
	peopleHere,
	rememberAdmitted,
	rememberHeard,
	type Person
} from './people-here.ts';

/** A person whose key is unlocked in this page. */
export interface Inside {
	readonly person: Person;
	readonly sealer: Sealer;
	/** Locked again by a touch, or by itself; not where the device is the person's own. */
	readonly locks: boolean;
	claim(lineId: string, clientId: string): Promise<Claim>;
	/** The server has greeted them: the lease and what it has said of them are kept. */
	welcomed(welcome: Welcome): Promise<void>;
}

/** How a person will open their replica on this device from now on. */
export type Way =
	| { readonly how: 'device' }
	| { readonly how: 'pin'; readonly pin: string }
	| { readonly how: 'passkey'; readonly passkey: PasskeyHere; readonly secret: Uint8Array<ArrayBuffer> };

type Stage =
	| { readonly kind: 'looking' }
	| { readonly kind: 'outside'; readonly people: readonly Person[]; readonly signIn: boolean }
	| { readonly kind: 'inside'; readonly inside: Inside };

export class Entrance {
	readonly #vault = new Vault({ stretch: stretchInWorker, now: () => Date.now() });
	#stage: Stage = $state.raw({ kind: 'looking' });

	get stage(): Stage {
		return this.#stage;
	}

	/** Lets in whoever the device greets by itself; else shows who is known here. */
	async begin(): Promise<void> {
		const person = await currentPerson();
		if (person && (await this.openAtOnce(person)).ok) return;
		await this.leave();
	}

	/** Somebody has signed in: their key is locked away here by `way`, and they are in. */
	async admitted(admission: Admission, way: Way): Promise<Result<void>> {
		const locked = { key: fromBase64Url(admission.key), leaseUntil: admission.leaseUntil, session: admission.session };
		const person = await rememberAdmitted(admission);
		if (way.how === 'pin') {
			const kept = await this.#vault.lockWithPin(person.replica, locked, way.pin);
			if (!kept.ok) return kept;
			await this.#vault.forget(person.replica, 'device');
			const opened = await this.#vault.unlockWithPin(doorOf(person), way.pin);
			return opened.ok ? this.#enter(person, opened.value, true) : opened;
		}
		if (way.how === 'passkey') {
			const { id, salt } = way.passkey;
			await this.#vault.lockWithPasskey(person.replica, locked, way.secret);
			// It asks from now on, though it may have opened by itself before.
			await this.#vault.forget(person.replica, 'device');
			await rememberHeard(person, { passkey: { id, salt } });
			const opened = await this.#vault.unlockWithPasskey(doorOf(person), way.secret);
			return opened.ok ? this.#enter(person, opened.value, true) : opened;
		}
		await this.#vault.lockWithDevice(person.replica, locked);
		const opened = await this.#vault.unlockWithDevice(doorOf(person));
		return opened.ok ? this.#enter(person, opened.value, false) : opened;
	}

	/** Errors:  `access.pin-wrong`, `access.pin-wait`, `access.pin-gone`, `access.lease-over`. */
	async unlock(person: Person, pin: string): Promise<Result<void>> {
		const opened = await this.#vault.unlockWithPin(doorOf(person), pin);
		return opened.ok ? this.#enter(person, opened.value, true) : opened;
	}

	/** Errors:  `access.passkey-cancelled`, `access.passkey-other`, `access.lease-over`. */
	async unlockWithPasskey(person: Person): Promise<Result<void>> {
		if (!person.passkey) return refuse('access.passkey-other');
		const answer = await askSecret(person.passkey);
		if (!answer.ok) return answer;
		const { secret } = answer.value;
		const opened = secret && (await this.#vault.unlockWithPasskey(doorOf(person), secret));
		if (opened?.ok) return this.#enter(person, opened.value, true);
		return opened?.code === 'access.lease-over' ? opened : refuse('access.passkey-other');
	}

	/** When the next PIN may be tried, in device time; 0 where it may be at once. */
	waitUntil(person: Person): Promise<number> {
		return this.#vault.waitUntil(person.replica);
	}

	/** True where a PIN has been chosen here. */
	async opensByPin(person: Person): Promise<boolean> {
		return (await this.#vault.waysOf(person.replica)).includes('pin');
	}

	/** True where nothing is asked: the device itself opens this person's replica. */
	async opensAtOnce(person: Person): Promise<boolean> {
		return (await this.#vault.waysOf(person.replica)).includes('device');
	}

	/** Errors:  `access.pin-gone`, `access.lease-over`. */
	async openAtOnce(person: Person): Promise<Result<void>> {
		const opened = await this.#vault.unlockWithDevice(doorOf(person));
		return opened.ok ? this.#enter(person, opened.value, false) : opened;
	}

	/** Shuts the replica; whoever was in opens it again by their own way, or signs in anew. */
	async leave({ signIn = false } = {}): Promise<void> {
		await greetNext(undefined);
		this.#stage = { kind: 'outside', people: await peopleHere(), signIn };
	}

	/** The key leaves the device. What was written and not yet sent stays, sealed, and is delivered. */
	async forget(person: Person, unsent: number): Promise<void> {
		await this.#vault.forget(person.replica);
		if (unsent === 0) {
			await forgetPerson(person);
			await Dexie.delete(person.replica);
		}
		await this.leave();
	}

	async #enter(person: Person, unlocked: Unlocked, locks: boolean): Promise<Result<void>> {
		const inside = await insideOf(person, unlocked, locks);
		if (!inside) return refuse('access.pin-gone');
		// A device that asks for a PIN asks anew at each start.
		await greetNext(locks ? undefined : person);
		this.#stage = { kind: 'inside', inside };
		return ok(undefined);
	}
}

function doorOf({ replica, heardAt }: Person): { id: string; lastServerTime: number } {
	return { id: replica, lastServerTime: heardAt };
}

async function insideOf(person: Person, unlocked: Unlocked, locks: boolean): Promise<Inside | undefined> {
	const { key, session } = unlocked;
	const [sealKey, proofKey] = await Promise.all([sealKeyOf(key), proofKeyOf(key)]);
	return {
		person,
		locks,
		sealer: xchachaSealer(sealKey),
		claim: async (lineId, clientId) => ({ session, proof: await proof(proofKey, `${lineId}|${clientId}|${session}`) }),
		async welcomed({ actor, serverTime, leaseUntil }) {
			await rememberHeard(person, {
				name: actor.name,
				role: actor.role,
				rights: actor.rights ?? [],
				heardAt: serverTime
			});
			if (leaseUntil !== undefined) await unlocked.extend({ leaseUntil, session });
		}
	};
}
