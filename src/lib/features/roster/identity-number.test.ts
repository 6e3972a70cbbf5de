// An identity number reaches no row of a person, from whatever build or form it comes.
import { expect, test } from 'vitest';
import { people } from '#lib/features/access/index.ts';
import type { Row, Table } from '#lib/sync/contract/index.ts';
import { openOffice } from '../../../../tests/support/office.ts';
import { members } from './index.ts';

const NUMBER = '811218-9876';

test('a number in a name, a note or a title becomes a year of birth in the row', async () => {
	const office = await openOffice(() => 1_790_000_000_000);
	const rows = async <R extends Row>({ name }: Table<R>): Promise<string> =>
		JSON.stringify(await office.store.db.selectFrom('rows').select('body').where('tbl', '=', name).execute());
	const as = office.administrator;
	const quota = { level1: 1, level2: 1, level3: 1 };
	const organisation = { id: 'org-soc', name: 'Socialtjänsten', task: '', quota, minRosterSize: 1, order: 1 };
	expect(await office.do(as, 'roster.putOrganisation', organisation)).toBe('ok');
	const contact = { organisationId: 'org-soc', givenName: 'Anna', skills: [], languages: [], mobile: '0701740605' };
	const member = { ...contact, memberId: 'm1', familyName: `Ek ${NUMBER}`, note: `Anna ${NUMBER}, ring 0701740605` };
	expect(await office.do(as, 'roster.addMember', member)).toBe('ok');
	expect(await office.do(as, 'roster.setAway', { memberId: 'm1', note: `sjuk ${NUMBER}` })).toBe('ok');
	const person = { personId: 'p1', name: `Bo ${NUMBER}`, title: 'Chef' };
	expect(await office.do(as, 'access.addPerson', person)).toBe('ok');
	expect(await office.do(as, 'access.changePerson', { personId: 'p1', title: `Chef ${NUMBER}` })).toBe('ok');

	const stored = (await rows(members)) + (await rows(people));
	expect(stored).not.toContain(NUMBER);
	expect(stored.match(/född 1981/g)).toHaveLength(5);
	expect(stored).toContain('ring 0701740605');
	expect(await office.do(as, 'roster.changeMember', { memberId: 'm1', note: NUMBER })).toBe('ok');
	expect(await rows(members)).not.toContain(NUMBER);
	await office.close();
});
