// Who everyone is and what they may, as the rows say just now: asked at every greeting, and told of every change.
import { grants, may, people, type Action, type Grant, type Person } from '#lib/features/access/index.ts';
import { MUNICIPALITY_ID, municipalities, STANDARD_DAYS, type Municipality } from '#lib/features/municipality/index.ts';
import { DAY_MS } from '#lib/kernel/index.ts';
import type { Store } from '#lib/sync/authority/index.ts';
import type { Actor, Frame, WireRow } from '#lib/sync/contract/index.ts';

const SCOPE = 'access';
/** Here lies how long a device opens without contact. */
const OPEN = 'open';
const LEADERS = ['administrator', 'crisisLeadership', 'dutyOfficer'];
/** A municipality of a hundred thousand has some hundred people with a role. */
const ROWS_MAX = 100_000;

export class Directory {
	readonly #people = new Map<string, Person>();
	readonly #grants = new Map<string, Grant>();
	#municipality: Municipality | undefined;
	readonly #changed: () => void;

	private constructor(changed: () => void) {
		this.#changed = changed;
	}

	/** Reads what the database holds; `changed` is called after each commit that has touched it. */
	static async open(store: Store, changed: () => void): Promise<Directory> {
		const directory = new Directory(changed);
		for (const scope of [SCOPE, OPEN]) {
			const rows = await store.snapshot((snapshot) => snapshot.rowsBelow(scope, Number.MAX_SAFE_INTEGER, ROWS_MAX));
			for (const row of rows) directory.#take(row);
		}
		return directory;
	}

	/** What a commit has changed. */
	hear(frames: readonly Frame[]): void {
		for (const row of frames.filter(({ scope }) => scope === OPEN).flatMap(({ rows }) => rows)) this.#take(row);
		const mine = frames.filter(({ scope }) => scope === SCOPE);
		if (mine.length === 0) return;
		for (const { rows, tombstones } of mine) {
			for (const row of rows) this.#take(row);
			for (const { table, id } of tombstones) (table === grants.name ? this.#grants : this.#people).delete(id);
		}
		this.#changed();
	}

	/** Until when a device may open this person's rows without contact: whoever leads must work through a long outage. */
	leaseUntil({ rights = [] }: Actor, now: number): number {
		const leads = rights.some(({ as }) => LEADERS.includes(as));
		const lent = now + this.days(leads ? 'leaderLeaseDays' : 'leaseDays') * DAY_MS;
		// Whose every right ends by itself opens no longer than the last of them holds.
		const ends = Math.max(0, ...rights.map(({ until }) => until ?? Infinity));
		return ends > now ? Math.min(lent, ends) : lent;
	}

	/** A time that the municipality has decided, or the standard one. */
	days(field: keyof typeof STANDARD_DAYS): number {
		return this.#municipality?.[field] ?? STANDARD_DAYS[field];
	}

	grant(id: string): Grant | undefined {
		return this.#grants.get(id);
	}

	person(personId: string): Person | undefined {
		return this.#people.get(personId);
	}

	/** Whoever has this address alone; nobody where two share it, since it does not say which of them. */
	byEmail(email: string): Person | undefined {
		const wanted = email.trim().toLowerCase();
		const having = [...this.#people.values()].filter(
			(person) => person.leftAt === undefined && person.email?.toLowerCase() === wanted
		);
		return having.length === 1 ? having[0] : undefined;
	}

	/** What somebody has been given, as it is kept. */
	grantsOf(personId: string): Grant[] {
		return [...this.#grants.values()].filter((grant) => grant.personId === personId);
	}

	/** The person with the rights they have been given; undefined where they are unknown or have left. */
	actor(personId: string): Actor | undefined {
		const person = this.#people.get(personId);
		if (!person || person.leftAt !== undefined) return undefined;
		const rights = [...this.#grants.values()]
			.filter((grant) => grant.personId === personId)
			.map(({ as, on, from, until }) => ({ as, on, from, ...(until === undefined ? {} : { until }) }));
		return { personId, name: person.name, role: person.title, rights };
	}

	/** Everyone who may do `action` in the whole municipality. */
	holding(action: Action, at: number): Person[] {
		return [...this.#people.values()].filter(({ id }) => {
			const actor = this.actor(id);
			return actor !== undefined && may(actor, action, 'municipality', at);
		});
	}

	/** The next moment at which a right begins or ends by itself; undefined where none does. */
	nextTurn(after: number): number | undefined {
		const moments = [...this.#grants.values()].flatMap(({ from, until }) => [from, until ?? 0]);
		const coming = moments.filter((moment) => moment > after);
		return coming.length > 0 ? Math.min(...coming) : undefined;
	}

	#take(row: WireRow): void {
		const body: unknown = JSON.parse(row.body);
		if (row.table === people.name) this.#people.set(row.id, people.row.parse(body));
		if (row.table === municipalities.name && row.id === MUNICIPALITY_ID)
			this.#municipality = municipalities.row.parse(body);
		if (row.table === grants.name) this.#grants.set(row.id, grants.row.parse(body));
	}
}
