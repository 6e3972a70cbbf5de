// Who sits at this device, until people sign in (issue B): kept beside the replicas, in IndexedDB alone.
import type { Table } from 'dexie';
import * as z from 'zod/mini';
import { Id, newId, systemRandom } from '#lib/kernel/index.ts';
import { PersonName, type Actor } from '#lib/sync/contract/index.ts';
import { withDeviceDatabase } from './device-database.ts';

const Person = z.object({ replica: Id, personId: Id, name: PersonName, role: PersonName });
export type Person = z.infer<typeof Person>;

/** Under this key lies whoever used the device last; the others lie under their replica's name. */
const CURRENT = 'current';

function withPeople<T>(work: (people: Table) => Promise<T>): Promise<T> {
	return withDeviceDatabase((database) => work(database.table('people')));
}

/** Whoever used this device last, or `undefined` before anyone has said who they are. */
export function currentPerson(): Promise<Person | undefined> {
	return withPeople(async (people) => Person.safeParse(await people.get(CURRENT)).data);
}

/** The person on this device: someone new gets a replica of their own, so that nobody sees another's rows; whoever was here before gets theirs back. */
export function becomePerson({ name, role }: Pick<Actor, 'name' | 'role'>): Promise<Person> {
	return withPeople(async (people) => {
		const known = (await people.toArray()).flatMap((stored: unknown) => Person.safeParse(stored).data ?? []);
		const same = known.find((one) => one.name === name.trim() && one.role === role.trim());
		const person = same ?? {
			replica: `replica-${newId(Date.now(), systemRandom)}`,
			personId: newId(Date.now(), systemRandom),
			name: name.trim(),
			role: role.trim()
		};
		await people.bulkPut([
			{ key: CURRENT, ...person },
			{ key: person.replica, ...person }
		]);
		return person;
	});
}

/** The next visit asks who sits here; the former person's replica stays on the device, for when they come back. */
export function forgetPerson(): Promise<void> {
	return withPeople((people) => people.delete(CURRENT));
}
