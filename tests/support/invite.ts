// Lets somebody new in, as an administrator does on their page: a person, their roles, and a link.
import * as z from 'zod/mini';
import type { RoleName } from '#lib/features/access/index.ts';
import { newId, systemRandom } from '#lib/kernel/index.ts';
import { administrator, ask } from './staff.ts';
import type { WireDevice } from './wire-device.ts';

const Invited = z.object({ path: z.string() });

export interface Newcomer {
	readonly name: string;
	readonly title: string;
	readonly roles: readonly RoleName[];
	/** Where the roles hold; the whole municipality unless said. */
	readonly on?: string;
	readonly email?: string;
}

/** The path of the invitation. */
export async function invite(office: WireDevice, url: string, newcomer: Newcomer): Promise<string> {
	// The server may have been killed since: the administrator's line is greeted anew.
	await office.connect();
	await office.greet();
	const personId = newId(Date.now(), systemRandom);
	const { name, title, roles, on, email = `${personId}@provkoping.example` } = newcomer;
	await office.do('access.addPerson', { personId, name, title, email });
	for (const as of roles) {
		const grantId = newId(Date.now(), systemRandom);
		await office.do('access.give', { grantId, personId, as, on: on ?? 'municipality' });
	}
	const { cookie } = await administrator(url);
	const { value } = await ask(url, 'invite', { personId }, { cookie, ticket: office.ticket ?? '' });
	return Invited.parse(value).path;
}
