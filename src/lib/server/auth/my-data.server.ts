// What is stored about a person, for them to read and take away: theirs alone, and no secret with which somebody could sign in.

import { dialNumber, members, type Member } from '#lib/features/roster/index.ts';
import type { Person } from '#lib/features/access/index.ts';
import type { SqliteStore } from '../store/sqlite-store.server.ts';
import type { OfficeParts } from './office.server.ts';

/** More than anyone writes in ten years; what is older is said to be left out. */
const DEEDS_MAX = 20_000;
const ROWS_MAX = 100_000;

/** Shapes:  times in ms since 1970-01-01T00:00Z; `deeds` newest first, names and times without what was written of others. */
export async function dataOf(parts: OfficeParts, personId: string): Promise<object> {
	const { accounts, directory, passkeyRows, db, beginning } = parts;
	const account = await accounts.of(personId);
	const person = directory.person(personId);
	const sessions = await db.selectFrom('sessions').selectAll().where('person_id', '=', personId).execute();
	const tabletIds = [...new Set(sessions.map(({ tablet_id }) => tablet_id))];
	const tablets = await Promise.all(tabletIds.map((id) => parts.tablets.of(id)));
	const deeds = await db
		.selectFrom('history')
		.select(['name', 'at', 'received_at'])
		.where('person_id', '=', personId)
		.orderBy('n', 'desc')
		.limit(DEEDS_MAX)
		.execute();
	return {
		person: person ?? null,
		account: account && {
			login: account.login,
			password: account.password_hash === null ? 'none' : 'kept as a hash',
			singleSignOn: account.sso_subject,
			createdAt: account.created_at
		},
		passkeys: (await passkeyRows.of(personId)).map(({ label, createdAt, lastUsedAt }) => ({
			label,
			createdAt,
			lastUsedAt: lastUsedAt ?? null
		})),
		roles: directory.grantsOf(personId),
		sessions: sessions.map(({ how, tablet_id, created_at, seen_at, ended_at }) => ({
			how,
			device: tablets.find((tablet) => tablet?.id === tablet_id)?.name ?? '',
			createdAt: created_at,
			seenAt: seen_at,
			endedAt: ended_at
		})),
		devices: tablets.flatMap((tablet) => (tablet ? [{ name: tablet.name, since: tablet.enrolled_at }] : [])),
		roster: person ? await rosterOf(beginning.store, person) : [],
		deeds: deeds.map(({ name, at, received_at }) => ({ name, at, receivedAt: received_at })),
		deedsLeftOut: deeds.length === DEEDS_MAX
	};
}

/** Where the person stands on a list of the crisis support, by their address or number. */
async function rosterOf(store: Pick<SqliteStore, 'snapshot'>, { email, phone }: Person): Promise<Member[]> {
	const wanted = { email: email?.toLowerCase(), phone: phone && dialNumber(phone) };
	return store.snapshot(async (snapshot) => {
		const found: Member[] = [];
		for (const [scope, version] of await snapshot.versions()) {
			if (!scope.startsWith('contacts:')) continue;
			for (const row of await snapshot.rowsBelow(scope, version, ROWS_MAX)) {
				if (row.table !== members.name) continue;
				const member = members.row.parse(JSON.parse(row.body));
				const same =
					(wanted.email && member.email?.toLowerCase() === wanted.email) ||
					(wanted.phone && dialNumber(member.mobile) === wanted.phone);
				if (same) found.push(member);
			}
		}
		return found;
	});
}
