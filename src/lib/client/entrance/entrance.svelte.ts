// Who may come in here: opens the replica of whoever is unlocked on this device, and shuts it again.
import { Dexie } from 'dexie';
import { fromBase64Url, ok, refuse, type Result } from '#lib/kernel/index.ts';
import { emptyReplica, unsentIn } from '#lib/sync/browser/index.ts';
import { stretchInWorker, Vault, type Unlocked } from '../vault/index.ts';
import type { Admission } from './admission.ts';
import { askSecret, type PasskeyHere } from './passkey.ts';
import { insideOf, type Inside } from './inside.ts';
import {
	currentPerson,
	forgetPerson,
	greetNext,
	peopleHere,
	rememberAdmitted,
	rememberHeard,
	tabletHere,
	type Person,
	type Tablet
} from './people-here.ts';

/** How a person will open their replica on this device from now on. */
export type Way =
	| { readonly how: 'device' }
	| { readonly how: 'pin'; readonly pin: string }
	| { readonly how: 'passkey'; readonly passkey: PasskeyHere; readonly secret: Uint8Array<ArrayBuffer> };

/** Somebody of this device, and how much of theirs waits to be sent. */
export interface Tile extends Person {
	readonly unsent: number;
}

/** Nobody is in: who is known here, and what the device may show without them. */
export interface Outside {
	readonly kind: 'outside';
	readonly people: readonly Tile[];
	readonly signIn: boolean;
	/** Undefined for a browser that nobody has signed in on: it shows nothing but how to. */
	readonly tablet: Tablet | undefined;
}

type Stage = { readonly kind: 'looking' } | Outside | { readonly kind: 'inside'; readonly inside: Inside };

/** What of a page is left to do before its person is out; `here` is true in the tab where it began. */
type Farewell = (here: boolean) => Promise<void>;

/** The longest that a farewell holds up a lock: a disk that does not answer must not keep a tablet open. */
const FAREWELL_MS = 2_000;

export class Entrance {
	readonly #vault = new Vault({ stretch: stretchInWorker, now: () => Date.now() });
	readonly #tabs = new BroadcastChannel('beredd-locks');
	#farewells: readonly Farewell[] = [];
	#goingOut: Promise<void> | undefined;
	#asksToSignIn = false;
	#stage: Stage = $state.raw({ kind: 'looking' });

	constructor() {
		this.#tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (this.#stage.kind === 'inside' && this.#stage.inside.person.replica === data) void this.#out(false, false);
		};
	}

	get stage(): Stage {
		return this.#stage;
	}

	/** Does this before anyone leaves, until the returned function is called. */
	whenLeaving(farewell: Farewell): () => void {
		this.#farewells = [...this.#farewells, farewell];
		return () => {
			this.#farewells = this.#farewells.filter((one) => one !== farewell);
		};
	}

	/** Lets in whoever the device greets by itself; else shows who is known here. */
	async begin(): Promise<void> {
		const person = await currentPerson();
		if (person && (await this.openAtOnce(person)).ok) return;
		await this.#finishForgetting();
		await this.#out(false);
	}

	/** A page that was closed in the middle of forgetting somebody: now they go whole. */
	async #finishForgetting(): Promise<void> {
		for (const person of await peopleHere()) {
			if (!person.leaving) continue;
			await this.#vault.forget(person.replica);
			await this.#forgetRows(person);
		}
	}

	/** Somebody has signed in: their key is locked away here by `way`, and they are in. */
	async admitted(admission: Admission, way: Way): Promise<Result<void>> {
		const locked = { key: fromBase64Url(admission.key), leaseUntil: admission.leaseUntil, session: admission.session };
		const person = await rememberAdmitted(admission);
		if (way.how === 'pin') {
			const kept = await this.#vault.lockWithPin(person.replica, locked, way.pin);
			if (!kept.ok) return kept;
			// Whoever had this device to themselves has it no more.
			await this.#vault.drop(person.replica, 'device');
			return this.unlock(person, way.pin);
		}
		if (way.how === 'passkey') {
			const { id, salt } = way.passkey;
			await this.#vault.lockWithPasskey(person.replica, locked, way.secret);
			// It asks from now on, though it may have opened by itself before.
			await this.#vault.drop(person.replica, 'device');
			await rememberHeard(person, { passkey: { id, salt } });
			const opened = await this.#vault.unlockWithPasskey(doorOf(person), way.secret);
			return opened.ok ? this.#enter(person, opened.value, true) : opened;
		}
		await this.#vault.lockWithDevice(person.replica, locked);
		return this.openAtOnce(person);
	}

	/** From now on this device asks for a PIN; errors: `access.pin-weak`. */
	async requirePin({ person, locked }: Inside, pin: string): Promise<Result<void>> {
		if (!locked) return refuse('access.pin-gone');
		const kept = await this.#vault.lockWithPin(person.replica, locked, pin);
		if (!kept.ok) return kept;
		await this.#vault.drop(person.replica, 'device');
		await this.#sayFarewell();
		return this.unlock(person, pin);
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

	/** Shuts the replica, in every tab; whoever was in opens it again by their own way, or signs in anew. */
	async leave({ signIn = false } = {}): Promise<void> {
		if (this.#stage.kind === 'inside') this.#tabs.postMessage(this.#stage.inside.person.replica);
		await greetNext(undefined);
		await this.#out(signIn);
	}

	/** The key leaves the device, and with it all that was held. What was written and not yet sent stays, sealed, and is delivered. */
	async forget(person: Person): Promise<void> {
		await rememberHeard(person, { leaving: true });
		await this.#vault.forget(person.replica);
		await this.leave();
		await this.#forgetRows(person);
		await this.look();
	}

	/** The device is barred: the keys of everyone on it go. */
	async forgetEveryone(): Promise<void> {
		const people = await peopleHere();
		for (const { replica } of people) await this.#vault.forget(replica);
		for (const person of people) await this.#forgetRows(person);
		await this.look();
	}

	/** Who is here, and what of theirs still waits. */
	async look(): Promise<void> {
		const [people, tablet] = await Promise.all([peopleHere(), tabletHere()]);
		const tiles = await Promise.all(
			people.map(async (person) => ({ ...person, unsent: await unsentIn(person.replica) }))
		);
		const { signIn } = this.#stage.kind === 'outside' ? this.#stage : { signIn: false };
		if (this.#stage.kind !== 'inside') this.#stage = { kind: 'outside', people: tiles, signIn, tablet };
	}

	/**
	 * Out, once: the lock of another tab, and a second lock of this one, that come while a farewell is said are the same
	 * going out. Were they another, the lock screen would begin anew under the hands of whoever has chosen their tile.
	 */
	async #out(signIn: boolean, here = true): Promise<void> {
		this.#asksToSignIn ||= signIn;
		this.#goingOut ??= this.#goOut(here).finally(() => {
			this.#goingOut = undefined;
			this.#asksToSignIn = false;
		});
		await this.#goingOut;
		await this.look();
	}

	async #goOut(here: boolean): Promise<void> {
		await this.#sayFarewell(here);
		// First the page goes, with everything that holds a key; then comes what is shown without one.
		this.#stage = { kind: 'looking' };
		const [people, tablet] = await Promise.all([this.#tilesAtOnce(), tabletHere()]);
		this.#stage = { kind: 'outside', people, signIn: this.#asksToSignIn, tablet };
	}

	/** The tiles without a look into everyone's outbox. */
	async #tilesAtOnce(): Promise<Tile[]> {
		return (await peopleHere()).map((person) => ({ ...person, unsent: 0 }));
	}

	async #sayFarewell(here = true): Promise<void> {
		const slow = new Promise<void>((resolve) => setTimeout(resolve, FAREWELL_MS));
		await Promise.race([Promise.allSettled(this.#farewells.map((farewell) => farewell(here))), slow]);
	}

	async #forgetRows(person: Person): Promise<void> {
		if ((await unsentIn(person.replica)) > 0) {
			await emptyReplica(person.replica);
			return;
		}
		await forgetPerson(person);
		await Dexie.delete(person.replica);
	}

	async #enter(person: Person, unlocked: Unlocked, locks: boolean): Promise<Result<void>> {
		const inside = await insideOf(person, unlocked, locks);
		this.#stage = { kind: 'inside', inside };
		// A device that asks for a PIN asks anew at each start. Behind the person, who need not wait for the disk.
		await greetNext(locks ? undefined : person);
		return ok(undefined);
	}
}

function doorOf({ replica, heardAt }: Person): { id: string; lastServerTime: number } {
	return { id: replica, lastServerTime: heardAt };
}
