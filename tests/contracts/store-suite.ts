// What every store keeps to, one sentence for each promise of the port: the same for SQLite and, later, PostgreSQL.
import { afterEach, describe } from 'vitest';
import { promisesAboutCommits } from './store-commits.ts';
import { homesOf, type StoreHome } from './store-homes.ts';
import { promisesOverTime } from './store-life.ts';
import { promisesAboutRows } from './store-rows.ts';

export function describeStore(name: string, newHome: () => StoreHome): void {
	describe(`the store on ${name}`, () => {
		const homes = homesOf(newHome);
		afterEach(homes.removeAll);
		promisesAboutRows(homes);
		promisesAboutCommits(homes);
		promisesOverTime(homes);
	});
}
