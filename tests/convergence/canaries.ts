// R09: a municipality in which every scope has a word of its own, and everything that comes down any line is searched for the words of others.
import { ROLES, NARROW_ROLES } from '#lib/features/access/index.ts';
import { seededRandom, type Random } from '#lib/kernel/index.ts';
import { Hall, type Given, type Staff } from '../support/hall.ts';
import type { HallLine, Heard, Plant } from '../support/hall-line.ts';
import { deedIn, INCIDENTS, ORGANISATIONS, SCOPES, stripped, wordOf, WORDS, type Doing } from './canary-words.ts';
import { holding, readable } from '../support/rights-oracle.ts';

const MINUTE = 60_000;
const PEOPLE = 6;
interface Person {
	readonly staff: Staff;
	line: HallLine;
	/** Roles by the id of their grant, as this test has given and taken them. */
	readonly roles: Map<string, Given>;
	/** What they could read when the rights last changed: a scope that is lost is still named once. */
	could: readonly string[];
}

export class Aviary {
	readonly hall: Hall;
	readonly leaks: string[] = [];
	pulls = 0;
	bytes = 0;
	readonly #random: Random;
	readonly #people: Person[] = [];

	private constructor(hall: Hall, seed: number) {
		this.hall = hall;
		this.#random = seededRandom(seed);
	}

	static async open(seed: number, plant?: Plant): Promise<Aviary> {
		const hall = await Hall.open();
		hall.plant = plant;
		const aviary = new Aviary(hall, seed);
		await aviary.#settle();
		return aviary;
	}

	/** Lives until so many pulls have been answered. Returns what reached somebody who must not have it. */
	async live(pulls: number): Promise<readonly string[]> {
		while (this.pulls < pulls && this.leaks.length === 0) {
			await this.#act();
			this.#search();
		}
		await this.hall.close();
		return [...this.leaks, ...this.hall.bugs.map(String)];
	}

	async #settle(): Promise<void> {
		const { hall } = this;
		await hall.add('first', [{ as: 'administrator', on: 'municipality' }]);
		await hall.script([
			...INCIDENTS.map((incidentId): [string, object] => [
				'incident.start',
				{ incidentId, kind: 'incident', title: incidentId }
			]),
			...ORGANISATIONS.map((id): [string, object] => [
				'roster.putOrganisation',
				{ id, name: 'Hamnen', task: '', quota: { level1: 0, level2: 0, level3: 0 }, minRosterSize: 0, order: 1 }
			])
		]);
		for (const scope of SCOPES) await this.#write([scope]);
		for (let n = 0; n < PEOPLE; n += 1) {
			await hall.add(`p${n}`);
			const staff = await hall.signIn(`p${n}`);
			this.#people.push({ staff, line: await hall.meet(staff), roles: new Map(), could: [] });
		}
	}

	async #act(): Promise<void> {
		const person = this.#pick(this.#people);
		const chance = this.#random.fraction();
		if (chance < 0.05) await this.#give(person);
		else if (chance < 0.09) await this.#withdraw(person);
		else if (chance < 0.13) await this.#letTimePass();
		else if (chance < 0.25) await this.#write(SCOPES.filter(() => this.#random.fraction() < 0.3));
		else if (chance < 0.3) this.hall.present(person.line, person.staff, this.#pick(SCOPES));
		else if (chance < 0.34) await this.#push(person);
		else if (chance < 0.37) await this.#fill(person);
		else if (chance < 0.38) person.line = await this.#again(person);
		else if (chance < 0.39) await this.#swap(person);
		else await this.#pull(person);
	}

	/** Roles change for everybody at this very moment; what was allowed a moment ago may be said to be lost, once. */
	async #change(change: () => Promise<void>): Promise<void> {
		this.#search();
		for (const person of this.#people) person.could = SCOPES.filter((scope) => this.#mayRead(person, scope));
		await change();
		await this.hall.rest();
		this.#search(true);
	}

	async #give(person: Person): Promise<void> {
		const as = this.#pick(ROLES);
		const on = this.#pick([...(NARROW_ROLES.includes(as) ? [] : ['municipality']), ...SCOPES.slice(0, 5)]);
		const until = this.#random.fraction() < 0.4 ? { until: this.hall.clock + 5 * MINUTE } : {};
		const from = this.#random.fraction() < 0.2 ? this.hall.clock + 2 * MINUTE : this.hall.clock;
		const grantId = this.hall.newId('g');
		await this.#change(async () => {
			person.roles.set(grantId, { as, on, from, ...until });
			// Something happens in every scope in the same commit.
			const given: [string, object] = [
				'access.give',
				{ grantId, personId: person.staff.personId, as, on, from, ...until }
			];
			await this.hall.script([...this.#deeds(SCOPES), given]);
		});
	}

	async #withdraw(person: Person): Promise<void> {
		const [grantId] = person.roles.keys();
		if (grantId === undefined) return;
		await this.#change(async () => {
			person.roles.delete(grantId);
			await this.hall.script([['access.withdraw', { grantId }], ...this.#deeds(SCOPES)]);
		});
	}

	async #letTimePass(): Promise<void> {
		await this.#change(() => this.hall.pass(Math.floor(this.#random.fraction() * 3 * MINUTE)));
	}

	/** One commit in all of these scopes at once. */
	async #write(scopes: readonly string[]): Promise<void> {
		if (scopes.length > 0) await this.hall.script(this.#deeds(scopes));
	}

	#deeds(scopes: readonly string[]): readonly Doing[] {
		return scopes.map((scope) => deedIn(scope, { newId: (word) => this.hall.newId(word), few: this.#below(3) }));
	}

	/** Their own deeds, where they may and where they may not: the verdicts name versions, and refusals give reasons. */
	async #push(person: Person): Promise<void> {
		const all = this.#deeds(SCOPES);
		const other: [string, object] = ['actioncard.activate', { incidentId: this.#pick(INCIDENTS), cardId: 'none' }];
		const nowhere: [string, object] = [
			'journal.correct',
			{ entryId: this.hall.newId('e'), corrects: 'nothing', text: 'x' }
		];
		await person.line.push([...all.filter(([name]) => name !== 'access.changePerson'), other, nowhere]);
	}

	async #pull({ line }: Person): Promise<void> {
		const version = this.#pick([0, 1, 1e6, ...Array<number>(5).fill(Math.max(0, this.pulls - 50))]);
		await line.ask('pull', { cursors: Object.fromEntries(SCOPES.map((scope) => [scope, version])) });
		this.pulls += 1;
	}

	async #fill({ line, staff }: Person): Promise<void> {
		const request = { clientId: 'any', scope: this.#pick(SCOPES), limit: 5 };
		line.hear('page', await this.hall.page(request, { cookie: staff.cookie, ticket: line.ticket ?? '' }));
	}

	/** The line breaks, and another one is made. */
	async #again({ staff, line }: Person): Promise<HallLine> {
		this.#search();
		line.end();
		return this.hall.meet(staff);
	}

	/** The same line is greeted once more, perhaps after something has passed by itself. */
	async #swap(person: Person): Promise<void> {
		const { line, staff } = person;
		await this.#change(async () => {
			this.hall.clock += MINUTE;
			await this.hall.greetAgain(line, staff);
			await this.hall.pass(0);
		});
	}

	/** Looks through all that has come down since the last look. */
	#search(changed = false): void {
		for (const person of this.#people) {
			for (const one of person.line.heard.splice(0)) this.#searchOne(person, one, changed);
		}
	}

	#searchOne(person: Person, heard: Heard, changed: boolean): void {
		const text = JSON.stringify(stripped(heard, (scope) => this.#mayRead(person, scope)));
		this.bytes += text.length;
		for (const [, word = ''] of text.matchAll(/(kanarie\d)/g)) this.#judge(person, word, { heard, text, changed });
		// Scopes without a word in their name are named by themselves.
		for (const scope of ['access', 'municipality', 'open']) {
			const word = wordOf(scope);
			if (text.includes(`"${scope}"`)) this.#judge(person, word, { heard, text, changed });
		}
		const { scope, personId } = (heard.event === 'presence' ? heard.message : {}) as {
			scope?: string;
			personId?: string;
		};
		const sender = this.#people.find(({ staff }) => staff.personId === personId);
		if (scope !== undefined && sender && !this.#mayRead(sender, scope))
			this.leaks.push(`${personId ?? ''} is seen in ${scope}`);
	}

	#judge(
		person: Person,
		word: string,
		{ heard, text, changed }: { heard: Heard; text: string; changed: boolean }
	): void {
		const scope = WORDS.get(word) ?? '';
		if (this.#mayRead(person, scope)) return;
		// That it is lost is the one thing still said of a scope.
		if (changed && heard.event === 'scopes' && person.could.includes(scope)) return;
		this.leaks.push(`${person.staff.personId} hears of ${scope} by ${heard.event}: ${text.slice(0, 200)}`);
	}

	#mayRead({ roles }: Person, scope: string): boolean {
		return readable(holding([...roles.values()], this.hall.clock), scope);
	}

	#below(limit: number): number {
		return Math.floor(this.#random.fraction() * limit);
	}

	#pick<T>(items: readonly T[]): T {
		const item = items[this.#below(items.length)];
		if (item === undefined) throw new Error('Nothing to pick from');
		return item;
	}
}

/** Lives through worlds of `each` pulls until there were so many in all; says what leaked, with the seed that shows it again. */
export async function liveThrough(
	pulls: number,
	each: number,
	first = 1
): Promise<{ leaks: string[]; bytes: number; asked: number }> {
	const leaks: string[] = [];
	let bytes = 0;
	let asked = 0;
	for (let n = 0; n * each < pulls; n += 1) {
		const aviary = await Aviary.open(first + n);
		leaks.push(...(await aviary.live(each)).map((leak) => `canaries, seed ${first + n}: ${leak}`));
		bytes += aviary.bytes;
		asked += aviary.pulls;
	}
	return { leaks, bytes, asked };
}
