// Who has signed in on this device, and whom it greets by itself: kept in IndexedDB alone, beside the replicas and their locked keys.
import type { Table } from 'dexie';
import * as z from 'zod/mini';
import { Id, Instant, newId, systemRandom } from '#lib/kernel/index.ts';
import { PersonName, RightMessage } from '#lib/sync/contract/index.ts';
import { withDeviceDatabase } from '../device-database.ts';
import type { Admission } from './admission.ts';

export const Tablet = z.object({ id: Id, name: z.string(), shared: z.boolean() });
export type Tablet = z.infer<typeof Tablet>;

const Person = z.object({
	replica: Id,
	personId: Id,
	name: PersonName,
	/** Their title, as it stands in the log. */
	role: PersonName,
	/** As the server last said; it asks again itself. */
	rights: z.array(RightMessage),
	tablet: Tablet,
	/** The passkey that opens the replica here, where one does; the salt is no secret. */
	passkey: z.optional(z.object({ id: z.string(), salt: z.string() })),
	/** They are being forgotten here: what a closed page has left of that is done at the next start. */
	leaving: z.optional(z.literal(true)),
	/** The newest time that the server has told this device. */
	heardAt: Instant
});
export type Person = z.infer<typeof Person>;

/** Under this key lies whom the device greets when it starts; the others lie under their replica's name. */
const CURRENT = 'current';
/** Under this key lies what the server calls this device. */
const DEVICE = 'device';

function withPeople<T>(work: (people: Table) => Promise<T>): Promise<T> {
	return withDeviceDatabase((database) => work(database.table('people')));
}

/** Everyone with a replica here, whoever came last first. */
export function peopleHere(): Promise<Person[]> {
	return withPeople(async (people) => {
		const stored = await people.toArray();
		const persons = stored
			.filter((one: { key?: unknown }) => one.key !== CURRENT)
			.flatMap((one: unknown) => Person.safeParse(one).data ?? []);
		return persons.toSorted((one, other) => other.heardAt - one.heardAt);
	});
}

/** What the server calls this device; undefined for a browser that nobody has signed in on. */
export function tabletHere(): Promise<Tablet | undefined> {
	return withPeople(async (people) => {
		const device = z.object({ tablet: Tablet }).safeParse(await people.get(DEVICE)).data;
		if (device) return device.tablet;
		// Signed in on by a release that did not note it beside the people.
		return (await people.toArray()).map((one: unknown) => Person.safeParse(one).data?.tablet).find(Boolean);
	});
}

export function rememberTablet(tablet: Tablet): Promise<void> {
	return withPeople(async (people) => {
		await people.put({ key: DEVICE, tablet });
	});
}

/** Whom the device greets by itself; undefined where it asks. */
export function currentPerson(): Promise<Person | undefined> {
	return withPeople(async (people) => {
		const current = z.object({ replica: Id }).safeParse(await people.get(CURRENT)).data;
		return current && Person.safeParse(await people.get(current.replica)).data;
	});
}

/** Somebody has signed in: someone new gets a replica of their own, so that nobody sees another's rows; whoever was here before gets theirs back. */
export function rememberAdmitted(admission: Admission): Promise<Person> {
	const { personId, name, title, rights, tablet, serverTime } = admission;
	return withPeople(async (people) => {
		const known = (await people.toArray()).flatMap((one: unknown) => Person.safeParse(one).data ?? []);
		const same = known.find((one) => one.personId === personId);
		const replica = same?.replica ?? `replica-${newId(Date.now(), systemRandom)}`;
		const kept = same?.passkey ? { passkey: same.passkey } : {};
		const person = { replica, personId, name, role: title, rights, tablet, heardAt: serverTime, ...kept };
		await people.put({ key: replica, ...person });
		await people.put({ key: DEVICE, tablet });
		return person;
	});
}

/** What the server has said since: new rights, another name, the time. */
export function rememberHeard(person: Person, heard: Partial<Person>): Promise<void> {
	return withPeople(async (people) => {
		await people.update(person.replica, heard);
	});
}

/** The device greets this person when it starts; nobody where it is undefined. */
export function greetNext(person: Pick<Person, 'replica'> | undefined): Promise<void> {
	return withPeople(async (people) => {
		if (person) await people.put({ key: CURRENT, replica: person.replica });
		else await people.delete(CURRENT);
	});
}

/** The person is known here no more; their replica is for whoever calls this to take away. */
export function forgetPerson({ replica }: Pick<Person, 'replica'>): Promise<void> {
	return withPeople(async (people) => {
		await people.delete(replica);
		const current = z.object({ replica: Id }).safeParse(await people.get(CURRENT)).data;
		if (current?.replica === replica) await people.delete(CURRENT);
	});
}
