// Who sits at this device, until people sign in (issue B): kept beside the replica, in IndexedDB alone.
import { Dexie } from 'dexie';
import * as z from 'zod/mini';
import { Id, newId, systemRandom } from '#lib/kernel/index.ts';
import { PersonName, type Actor } from '#lib/sync/contract/index.ts';

const Person = z.object({ replica: Id, personId: Id, name: PersonName, role: PersonName });
export type Person = z.infer<typeof Person>;

const CURRENT = 'current';

function people(): Dexie {
	const dexie = new Dexie('beredd-device');
	dexie.version(1).stores({ people: 'key' });
	return dexie;
}

/** Whoever used this device last, or `undefined` before anyone has said who they are. */
export async function currentPerson(): Promise<Person | undefined> {
	const dexie = people();
	const stored: unknown = await dexie.table('people').get(CURRENT);
	dexie.close();
	const parsed = Person.safeParse(stored);
	return parsed.success ? parsed.data : undefined;
}

/** A new person on this device: a replica of their own, so that nobody sees another's rows. */
export async function becomePerson({ name, role }: Pick<Actor, 'name' | 'role'>): Promise<Person> {
	const person = {
		replica: `replica-${newId(Date.now(), systemRandom)}`,
		personId: newId(Date.now(), systemRandom),
		name,
		role
	};
	const dexie = people();
	await dexie.table('people').put({ key: CURRENT, ...person });
	dexie.close();
	return person;
}

/** The next visit asks who sits here; the former person's replica stays on the device as it is. */
export async function forgetPerson(): Promise<void> {
	const dexie = people();
	await dexie.table('people').delete(CURRENT);
	dexie.close();
}
